import { startEmbeddedChain } from '../../server/chain/embedded.js';

/** The embedded chain in a process of its own, to be killed: `chain-process.ts PORT JOURNAL`. */
const [port, journal] = process.argv.slice(2) as [string, string];
await startEmbeddedChain({ port: Number(port), journal });
