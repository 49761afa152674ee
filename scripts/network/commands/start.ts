import { LedgerError } from '../../../sdk/errors.js';
import { networkFolder, ownValidators, readNetwork } from '../network-file.js';
import { type Own, startValidators } from '../start-validators.js';
import type { Surroundings } from '../surroundings.js';
import { pidOf, stopNode } from '../validator-process.js';

/** Starts the validators of this machine, or one of them. */
export async function start(name: string, which: string | undefined, surroundings: Surroundings): Promise<void> {
  const home = networkFolder(surroundings.folder, name);
  const network = readNetwork(home);
  const own = chosen(home, name, which);
  const running = own.filter((one) => pidOf(one.home) !== undefined).map((one) => one.name);
  const starting = own.filter((one) => pidOf(one.home) === undefined).map((one) => one.name);
  if (running.length > 0) surroundings.say(`running already: ${running.join(', ')}`);
  if (starting.length > 0) surroundings.say(`starting ${starting.join(', ')} of '${name}' …`);
  await startValidators(network, own, surroundings.say);
  if (surroundings.json) console.log(JSON.stringify({ network: name, started: own.map((one) => one.name) }));
}

/** Stops the validators of this machine, or one of them. */
export async function stop(name: string, which: string | undefined, surroundings: Surroundings): Promise<void> {
  const home = networkFolder(surroundings.folder, name);
  const outcomes = await Promise.all(
    chosen(home, name, which).map(async (one) => ({ name: one.name, outcome: (await stopNode(one.home)) ?? 'did not run' })),
  );
  if (surroundings.json) return console.log(JSON.stringify({ network: name, stopped: outcomes }));
  for (const one of outcomes) surroundings.say(`${one.name}  ${one.outcome}`);
}

function chosen(home: string, network: string, which: string | undefined): Own[] {
  const own = ownValidators(home);
  if (own.length === 0) throw new LedgerError('NO_OWN_VALIDATOR', { network, folder: home });
  const found = which === undefined ? own : own.filter((one) => one.name === which || one.validator.nodeId === which);
  if (found.length > 0) return found;
  throw new LedgerError('BAD_ARGUMENT', {
    argument: String(which),
    problem: `the validators of this machine are ${own.map((one) => one.name).join(', ')}.`,
  });
}
