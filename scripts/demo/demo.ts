import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonRpcProvider, Wallet } from 'ethers';
import type { Deployment } from '../../sdk/deployment.js';
import { CAST, type Role } from './cast.js';
import { playPast } from './past.js';
import { openRecord } from './recorded-acts.js';
import { writeSamples } from './sample-data.js';

/** How long the demo's past is, in days: the chain starts so long before its first start. */
export const PAST_DAYS = 92;

/** The record's last line: the past is whole. */
const DONE = 'done\n';

/** Where the demo plays. */
export interface DemoPlace {
  provider: JsonRpcProvider;
  deployment: Deployment;
  /** Folder of the samples and the record. */
  folder: string;
  wallets: Record<Role | 'runner', Wallet>;
}

/** The names of the keys that the demo acts with. */
export const DEMO_KEYS = Object.keys(CAST) as Role[];

/**
 * Makes the demo's past, or what is missing of it.
 *
 * @param place - Where it plays.
 * @param onDay - Told of each day that is over.
 */
export async function seedDemo(
  { provider, deployment, folder, wallets }: DemoPlace,
  onDay: (day: number) => void,
): Promise<void> {
  const record = path.join(folder, 'record.txt');
  if (existsSync(record) && readFileSync(record, 'utf8').endsWith(DONE)) return;
  const samples = path.join(folder, 'samples');
  writeSamples(samples);
  const act = openRecord(provider, record);
  const first = await provider.getBlock(0);
  await playPast({ act, deployment, wallets, samples }, first?.timestamp ?? 0, PAST_DAYS, onDay);
  appendFileSync(record, DONE);
}
