import { existsSync } from 'node:fs';
import path from 'node:path';
import { Wallet } from 'ethers';
import { describeKey, makeKey } from '../../../cli/keys.js';
import { LedgerError } from '../../../sdk/errors.js';
import { readJsonFile } from '../../../sdk/json-file.js';
import { deploymentPlan } from '../deployment-plan.js';
import { PLATFORM_BINARY, requireEngine } from '../engine.js';
import { foundNetwork } from '../found-network.js';
import { makeValidator } from '../make-validator.js';
import { type Identity, identitySchema, networkFolder, ownValidators, writeJson } from '../network-file.js';
import { requireFree } from '../require-free.js';
import type { Surroundings } from '../surroundings.js';

/** Options of `genba network create`. */
export interface CreateOptions {
  validatorCount: number;
  identities: string[];
  chainId: number;
  networkId: number;
  basePort: number;
  days: number;
  office?: string;
}

/** Fewer cannot do without any of them. */
const FEWEST_THAT_BEAR_A_LOSS = 4;
const DAY_SECONDS = 86_400;

/** Founds a network: of validators on this machine, or of those whose public parts were brought here. */
export async function create(name: string, options: CreateOptions, { folder, say, json }: Surroundings): Promise<void> {
  const home = networkFolder(folder, name);
  if (existsSync(path.join(home, 'network.json'))) throw new LedgerError('NETWORK_EXISTS', { network: name, folder: home });
  requireEngine(PLATFORM_BINARY);
  const elsewhere = options.identities.map((file) => readJsonFile(file, identitySchema));
  requireDifferent(elsewhere);
  const count = elsewhere.length === 0 ? options.validatorCount : elsewhere.length;
  if (count < FEWEST_THAT_BEAR_A_LOSS) {
    say(
      `note: with ${count} ${count === 1 ? 'validator' : 'validators'} the chain stands still when one is away; take ${FEWEST_THAT_BEAR_A_LOSS} or more`,
    );
  }
  const validators = elsewhere.length === 0 ? await makeHere(home, options, say) : elsewhere;
  await found(home, { name, ...options, validators });
  if (json) return console.log(JSON.stringify({ network: name, folder: home, validators: validators.length }));
  say(`network '${name}' with ${count} validators, chain ${options.chainId}, in ${home}`);
  if (elsewhere.length > 0) say("give network.json to every validator: 'genba network join' takes it");
  say(`next: genba network start ${name}`);
}

/** Writes what belongs to a network into its folder; the network's own file comes last. */
async function found(home: string, plan: CreateOptions & { name: string; validators: Identity[] }): Promise<void> {
  const { chainId, days, name, networkId, validators } = plan;
  const office = plan.office ?? describeKey(home, 'office')?.address ?? (await makeKey(home, 'office', undefined));
  const owner = Wallet.createRandom().privateKey;
  const decided = { name, networkId, chainId, stakeSeconds: days * DAY_SECONDS, office, validators };
  const network = await foundNetwork(decided, owner, Math.floor(Date.now() / 1000));
  writeJson(path.join(home, 'owner.json'), { format: 'genba-network-owner/1', privateKey: owner }, 0o600);
  writeJson(path.join(home, 'plan.json'), deploymentPlan(name, office));
  writeJson(path.join(home, 'network.json'), network);
}

async function makeHere(home: string, options: CreateOptions, say: (line: string) => void): Promise<Identity[]> {
  const places = Array.from({ length: options.validatorCount }, (_, i) => ({
    host: '127.0.0.1',
    httpHost: '127.0.0.1',
    httpPort: options.basePort + 2 * i,
    stakingPort: options.basePort + 2 * i + 1,
    url: `http://127.0.0.1:${options.basePort + 2 * i}`,
  }));
  const missing = places.filter((_, i) => madeBefore(home, i + 1) === undefined);
  for (const port of missing.flatMap(({ httpPort, stakingPort }) => [httpPort, stakingPort]))
    await requireFree(port, '--base-port');
  if (missing.length < places.length)
    say(`going on with what an earlier try has made here, on its ports; 'genba network remove' begins anew`);
  say(`making the keys of ${missing.length} validators, each by its own node …`);
  const made: Identity[] = [];
  for (const [i, place] of places.entries()) {
    made.push(madeBefore(home, i + 1) ?? (await makeValidator(path.join(home, 'validators', `v${i + 1}`), place)));
    say(`v${i + 1}  ${(made[i] as Identity).nodeId}`);
  }
  return made;
}

/** What a try that was cut off has made already. */
function madeBefore(home: string, number: number): Identity | undefined {
  const own = ownValidators(home).find(({ name }) => name === `v${number}`);
  if (own === undefined) return undefined;
  const { httpHost: _, httpPort: __, ...identity } = own.validator;
  return identity;
}

function requireDifferent(identities: readonly Identity[]): void {
  const same = (one: Identity, other: Identity) => one.nodeId === other.nodeId || one.publicKey === other.publicKey;
  const twice = identities.find((one, i) => identities.findIndex((other) => same(one, other)) !== i);
  if (twice === undefined) return;
  throw new LedgerError('BAD_ARGUMENT', { argument: '--identities', problem: `${twice.nodeId} is named twice.` });
}
