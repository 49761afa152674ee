#!/usr/bin/env node
// The command line, on whatever Node is there: see scripts/bootstrap.mjs. `genba db` and `genba serve` are an operator's, beside the store.
const operators = ['db', 'serve'];
const [, , noun] = process.argv;
if (!operators.includes(noun)) process.argv.splice(2, 0, 'genba');
await import('../scripts/bootstrap.mjs');
