import { startEmbeddedChain } from '../server/chain/embedded.js';

const USAGE = `usage: node --import tsx scripts/chain.ts PORT JOURNAL
Runs the embedded chain alone, without contracts and service: for trials and tests in which chain and service end apart from each other.`;

const [port, journal] = process.argv.slice(2);
if (port === undefined || journal === undefined) console.log(USAGE);
else {
  const { url } = await startEmbeddedChain({ port: Number(port), journal });
  console.log(`chain up at ${url}`);
}
