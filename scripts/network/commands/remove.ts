import { existsSync, rmSync } from 'node:fs';
import { LedgerError } from '../../../sdk/errors.js';
import { networkFolder, ownValidators, readNetwork } from '../network-file.js';
import type { Surroundings } from '../surroundings.js';
import { stopNode } from '../validator-process.js';

/** Removes a network from this machine: its validators with their keys and blocks. */
export async function remove(name: string, sure: boolean, { folder, json, say }: Surroundings): Promise<void> {
  const home = networkFolder(folder, name);
  if (!existsSync(home)) readNetwork(home);
  if (!sure) {
    const what = `This removes the validators of '${name}' from this machine, with their keys and blocks (${home})`;
    throw new LedgerError('CONFIRMATION_MISSING', { what });
  }
  await Promise.all(ownValidators(home).map((one) => stopNode(one.home)));
  rmSync(home, { recursive: true });
  if (json) console.log(JSON.stringify({ network: name, removed: true }));
  else say(`network '${name}' is gone from this machine`);
}
