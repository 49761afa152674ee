#!/usr/bin/env node
// The command line, on whatever Node is there: see scripts/bootstrap.mjs.
process.argv.splice(2, 0, 'genba');
await import('../scripts/bootstrap.mjs');
