import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { LedgerError } from '../../sdk/errors.js';
import { NODE_BINARY, requireEngine } from './engine.js';
import { type Identity, identitySchema, writeJson } from './network-file.js';
import { askNode } from './node-api.js';
import { ownUrl, writeLonelySettings } from './node-settings.js';
import { requireFree } from './require-free.js';
import { startNode, stopNode, waitFor } from './validator-process.js';

const LONGEST_START_MS = 60_000;
/** What a node made while it knew nobody, beside its keys. */
const LONELY = ['db', 'chainData', 'logs', 'process.json', 'node.json', 'out.log'];

/** Where a validator listens. */
export interface Place {
  /** Where other validators reach it. */
  host: string;
  stakingPort: number;
  /** Where its own node answers questions. */
  httpHost: string;
  httpPort: number;
  /** Where others may ask it; absent: nowhere. */
  url?: string;
}

/**
 * Makes a validator on this machine. Its node makes the keys itself; they stay in `staking/` of its folder.
 *
 * @param home - The validator's folder; must not be there yet.
 * @returns What others may know.
 * @throws `ENGINE_MISSING`, `VALIDATOR_EXISTS`, `VALIDATOR_ENDED`, `VALIDATOR_SLOW`.
 */
export async function makeValidator(home: string, place: Place): Promise<Identity> {
  requireEngine(NODE_BINARY);
  if (existsSync(path.join(home, 'validator.json'))) throw new LedgerError('VALIDATOR_EXISTS', { folder: home });
  // What an interrupted try has left.
  await stopNode(home);
  rmSync(home, { recursive: true, force: true });
  // Another node on these ports would answer with its own keys.
  await requireFree(place.httpPort, '--http-port');
  await requireFree(place.stakingPort, '--port');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const { url: told, ...where } = place;
  const url = ownUrl(where);
  const stop = () => void stopNode(home).then(() => process.exit(130));
  process.once('SIGINT', stop);
  startNode(home, writeLonelySettings(home, where));
  try {
    const { nodeID, nodePOP } = await waitFor(home, 'makes its keys', LONGEST_START_MS, () =>
      askNode<{ nodeID: string; nodePOP: { publicKey: string; proofOfPossession: string } }>(`${url}/ext/info`, 'info.getNodeID'),
    );
    const identity = identitySchema.parse({
      format: 'genba-validator/1',
      nodeId: nodeID,
      publicKey: nodePOP.publicKey,
      proofOfPossession: nodePOP.proofOfPossession,
      host: place.host,
      stakingPort: place.stakingPort,
      ...(told === undefined ? {} : { url: told }),
    });
    await stopNode(home);
    for (const one of LONELY) rmSync(path.join(home, one), { recursive: true, force: true });
    writeJson(path.join(home, 'validator.json'), { ...identity, httpHost: place.httpHost, httpPort: place.httpPort });
    return identity;
  } finally {
    process.off('SIGINT', stop);
    await stopNode(home);
  }
}
