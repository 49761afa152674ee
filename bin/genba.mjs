#!/usr/bin/env node
// The command line, on whatever Node is there: see scripts/bootstrap.mjs. `genba db`, `deploy`, `network` and `serve` are an operator's.
const operators = ['db', 'deploy', 'network', 'serve'];
const [, , noun] = process.argv;
if (!operators.includes(noun)) process.argv.splice(2, 0, 'genba');
await import('../scripts/bootstrap.mjs');
