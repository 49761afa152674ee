import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { LedgerError } from '../../../sdk/errors.js';
import { readJsonFile } from '../../../sdk/json-file.js';
import { signersOf } from '../found-network.js';
import { makeValidator, type Place } from '../make-validator.js';
import {
  type Identity,
  identitySchema,
  type Network,
  networkFolder,
  networkSchema,
  ownValidators,
  readNetwork,
  writeJson,
} from '../network-file.js';
import { writeNodeSettings } from '../node-settings.js';
import { onPlatform } from '../platform.js';
import type { Surroundings } from '../surroundings.js';
import { standingOfAll } from '../validator-standing.js';

const ownerSchema = z.strictObject({ format: z.literal('genba-network-owner/1'), privateKey: z.string() });

/** Makes a validator's keys on this machine, and a file of what others may know of it. */
export async function identity(
  name: string,
  place: Place & { out?: string; another?: boolean },
  { folder, json, say }: Surroundings,
): Promise<void> {
  const home = networkFolder(folder, name);
  const { another, out: wanted, ...where } = place;
  requirePlace(where);
  const [present] = ownValidators(home);
  if (present !== undefined && another !== true) {
    const problem = `there is ${present.name} of '${name}' on this machine already; say --another to make a second one.`;
    throw new LedgerError('BAD_ARGUMENT', { argument: name, problem });
  }
  const next = `v${ownValidators(home).length + 1}`;
  const out = wanted ?? `${name}-${next}.json`;
  if (existsSync(out)) throw new LedgerError('FILE_EXISTS', { file: out });
  const made = await makeValidator(path.join(home, 'validators', next), where);
  writeJson(out, made);
  if (json) return console.log(JSON.stringify({ validator: next, file: out, ...made }));
  say(`${next}  ${made.nodeId}`);
  say(`written to ${out}: give that file to whoever founds the network, or admits to it. The keys stay in ${home}`);
}

/** Before a node is started, which would only say that it can't. */
function requirePlace({ host, httpPort, stakingPort, url }: Place): void {
  const refuse = (argument: string, problem: string): never => {
    throw new LedgerError('BAD_ARGUMENT', { argument, problem });
  };
  if (isIP(host) === 0) refuse('--host', `'${host}' is no IP address, and nodes look up no names.`);
  if (httpPort === stakingPort) refuse('--http-port', 'it must be another one than --port.');
  if (url !== undefined && !/^https?:\/\/[^/\s]+$/.test(url))
    refuse('--url', `write it like http://10.8.0.5:9650, not '${url}'.`);
}

/** Takes over what all validators of a network share. */
export function join(name: string, file: string, { folder, json, say }: Surroundings): void {
  const home = networkFolder(folder, name);
  const network = readJsonFile(file, networkSchema);
  const kept = path.join(home, 'network.json');
  if (existsSync(kept) && readNetwork(home).blockchainId !== network.blockchainId) {
    throw new LedgerError('NETWORK_EXISTS', { network: name, folder: home });
  }
  const own = ownValidators(home).filter((one) => network.validators.some((two) => two.nodeId === one.validator.nodeId));
  if (own.length === 0) throw new LedgerError('NO_OWN_VALIDATOR', { network: name, folder: home });
  writeJson(kept, { ...network, name });
  // A service manager may start the node with what stands here.
  for (const one of own) writeNodeSettings(one.home, one.validator, network);
  if (json) console.log(JSON.stringify({ network: name, validators: own.map((one) => one.name) }));
  else say(`joined '${name}' with ${own.map((one) => one.name).join(', ')}; next: genba network start ${name}`);
}

/** Admits a validator, or one again whose time is over. */
export async function addValidator(name: string, file: string, { folder, json, say }: Surroundings): Promise<void> {
  const home = networkFolder(folder, name);
  const network = readNetwork(home);
  const added = readJsonFile(file, identitySchema);
  const twin = network.validators.find(
    (one) => one.nodeId !== added.nodeId && one.host === added.host && one.stakingPort === added.stakingPort,
  );
  if (twin !== undefined) {
    const problem = `${twin.nodeId} is at ${added.host}:${added.stakingPort} already.`;
    throw new LedgerError('BAD_ARGUMENT', { argument: file, problem });
  }
  const { already, endTime } = await asOwner<{ already: boolean; endTime: number }>(home, 'add-validator', {
    subnetId: network.subnetId,
    staker: { nodeId: added.nodeId, signer: { publicKey: added.publicKey, proofOfPossession: added.proofOfPossession } },
    stakeSeconds: network.stakeSeconds,
  });
  const known = network.validators.some((one) => one.nodeId === added.nodeId);
  const validators = network.validators.map((one) => (one.nodeId === added.nodeId ? added : one));
  await keep(home, network, known ? validators : [...validators, added]);
  if (json) return console.log(JSON.stringify({ network: name, nodeId: added.nodeId, endTime, already }));
  const until = new Date(endTime * 1000).toISOString().slice(0, 10);
  if (already) return say(`${added.nodeId} validates until ${until} already, and can be admitted again only then`);
  say(`${added.nodeId} validates until ${until}`);
  say("give network.json to all validators: they take it with 'genba network join' and start anew, one after the other");
  say(`then write the list of validators anew, for proofs: genba network trust ${name}`);
}

/** Takes a validator off the ledger's chain. */
export async function removeValidator(name: string, nodeId: string, { folder, json, say }: Surroundings): Promise<void> {
  const home = networkFolder(folder, name);
  const network = readNetwork(home);
  const left = network.validators.filter((one) => one.nodeId !== nodeId);
  if (left.length === network.validators.length) {
    const known = network.validators.map((one) => one.nodeId).join(', ');
    throw new LedgerError('BAD_ARGUMENT', { argument: nodeId, problem: `the validators of '${name}' are ${known}.` });
  }
  const { removed } = await asOwner<{ removed: boolean }>(home, 'remove-validator', { subnetId: network.subnetId, nodeId });
  await keep(home, network, left);
  if (json) return console.log(JSON.stringify({ network: name, nodeId, removed }));
  say(removed ? `${nodeId} validates no more` : `${nodeId} did not validate; it is off the list`);
  say(`give network.json to all validators, and write the list of validators anew, for proofs: genba network trust ${name}`);
}

/** Keeps who validates now; others than before sign from the next block on. */
async function keep(home: string, network: Network, validators: Identity[]): Promise<void> {
  const signers = signersOf(validators);
  const keysOf = (set: typeof signers) =>
    set
      .map(({ publicKey }) => publicKey)
      .sort()
      .join();
  const last = network.sets.at(-1);
  const sets = [...network.sets];
  if (last === undefined || keysOf(last.validators) !== keysOf(signers)) {
    const heights = (await standingOfAll(network, home)).map(({ height }) => height ?? 0);
    const from = Math.max(...heights) + 1;
    // Two changes between two blocks: nobody signs in between.
    if (last?.from === from) sets.pop();
    sets.push({ from, validators: signers });
  }
  writeJson(path.join(home, 'network.json'), { ...network, validators, sets });
}

/** Acts with the key that decides who validates, through a node that answers. */
async function asOwner<T>(home: string, act: 'add-validator' | 'remove-validator', request: object): Promise<T> {
  const file = path.join(home, 'owner.json');
  if (!existsSync(file)) throw new LedgerError('OWNER_KEY_MISSING', { file });
  const { privateKey } = readJsonFile(file, ownerSchema);
  const teller = (await standingOfAll(readNetwork(home), home)).find((one) => one.problem === undefined)?.url;
  if (teller === undefined) throw new LedgerError('NETWORK_AWAY', { network: path.basename(home) });
  return onPlatform<T>(act, { uri: teller, key: privateKey, ...request });
}
