import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { LedgerError } from '../sdk/errors.js';
import { readConfig } from '../server/config.js';
import { create } from './network/commands/create.js';
import { remove } from './network/commands/remove.js';
import { start, stop } from './network/commands/start.js';
import { status } from './network/commands/status.js';
import { trust } from './network/commands/trust.js';
import { addValidator, identity, join, removeValidator } from './network/commands/validators.js';
import type { Surroundings } from './network/surroundings.js';

/** The chain's and the network's ids where nobody says others. */
const CHAIN_ID = 730_021;
const NETWORK_ID = 424_242;
const BASE_PORT = 9650;
/** Validators validate so long; a year is the most. */
const DAYS = 364;

function whole(least: number, most: number) {
  return (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
    return value;
  };
}

const port = whole(1, 65_535);

const program = new Command('genba network')
  .description('A network of validators: independent nodes that agree on every block of the ledger (docs/operations/network.md)')
  .option('--json', 'answer as JSON')
  .exitOverride();

const around = (): Surroundings => {
  const json = program.opts<{ json?: boolean }>().json === true;
  const { deploymentsFolder, networksFolder } = readConfig();
  return { deployments: deploymentsFolder, folder: networksFolder, json, say: json ? console.error : console.log };
};

program
  .command('create')
  .description('found a network: validators on this machine, or those whose identities are brought here')
  .argument('<name>')
  .addOption(new Option('--validators <count>', 'how many on this machine').argParser(whole(1, 50)).default(5))
  .option('--identities <files...>', "of validators elsewhere, as 'identity' writes them", [])
  .addOption(new Option('--chain-id <id>', "of the ledger's chain").argParser(whole(1, 2 ** 48)).default(CHAIN_ID))
  .addOption(new Option('--network-id <id>', "of the validators' network").argParser(whole(13, 2 ** 32 - 1)).default(NETWORK_ID))
  .addOption(new Option('--base-port <port>', 'first of two ports a validator').argParser(whole(1, 65_000)).default(BASE_PORT))
  .addOption(
    new Option('--days <days>', 'how long they validate before they are admitted again').argParser(whole(2, 365)).default(DAYS),
  )
  .option('--office <address>', 'who deploys the ledger; otherwise a key is made in the network folder')
  .action((name, { validators: validatorCount, ...options }) => create(name, { ...options, validatorCount }, around()));

program
  .command('identity')
  .description("make a validator's keys on this machine, and a file of what others may know of it")
  .argument('<name>', "the network's")
  .requiredOption('--host <address>', 'IP address at which other validators reach this machine')
  .addOption(new Option('--port <port>', 'port for other validators').argParser(port).default(BASE_PORT + 1))
  .option('--http-host <host>', 'where the node answers questions; 0.0.0.0: everywhere', '127.0.0.1')
  .addOption(new Option('--http-port <port>', 'port for questions').argParser(port).default(BASE_PORT))
  .option('--url <url>', 'where others may ask this node, for instance through a proxy; otherwise only this machine asks it')
  .option('-o, --out <file>', 'file of what others may know')
  .option('--another', 'although there is one on this machine')
  .action((name, { another, host, httpHost, httpPort, out, port: stakingPort, url }) =>
    identity(name, { another, host, httpHost, httpPort, stakingPort, out, url }, around()),
  );

program
  .command('join')
  .description("take over a network's file, with validators whose identities are in it")
  .argument('<name>')
  .argument('<file>', 'network.json from whoever founded it')
  .action((name, file) => join(name, file, around()));

program
  .command('start')
  .description('start the validators of this machine, or one, and wait until they run the chain')
  .argument('<name>')
  .argument('[validator]')
  .action((name, which) => start(name, which, around()));

program
  .command('stop')
  .description('stop the validators of this machine, or one')
  .argument('<name>')
  .argument('[validator]')
  .action((name, which) => stop(name, which, around()));

program
  .command('status')
  .description('how every validator stands; exit code 1 when something is wrong')
  .argument('<name>')
  .action((name) => status(name, around()));

program
  .command('add-validator')
  .description('admit a validator, or one again whose time is over')
  .argument('<name>')
  .argument('<file>', "its identity, as 'identity' writes it")
  .action((name, file) => addValidator(name, file, around()));

program
  .command('remove-validator')
  .description("take a validator off the ledger's chain")
  .argument('<name>')
  .argument('<node-id>')
  .action((name, nodeId) => removeValidator(name, nodeId, around()));

program
  .command('trust')
  .description('write the list of validators with which proofs of the ledger on this network are checked')
  .argument('<name>')
  .option('--key <name>', "a key in the network's folder that vouches for the list")
  .option('-o, --out <file>', 'where to write it', 'validators.json')
  .action((name, options) => trust(name, options, around()));

program
  .command('remove')
  .description('remove a network from this machine, with keys and blocks')
  .argument('<name>')
  .option('--yes', 'nobody is asked')
  .action((name, { yes }) => remove(name, yes === true, around()));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else {
    const { code = 'INTERNAL', message, stack } = error as { code?: string; message: string; stack?: string };
    if (program.opts().json) console.log(JSON.stringify({ code, message }));
    else console.error(`${code}: ${message}`);
    if (!(error instanceof LedgerError)) console.error(stack);
    process.exitCode = 1;
  }
}
