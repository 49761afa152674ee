import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { LedgerError } from '../../sdk/errors.js';
import { readJsonFile } from '../../sdk/json-file.js';

const port = z.number().int().min(1).max(65_535);

/** What others may know of a validator: its node makes it, and only this leaves the machine. */
export const identitySchema = z.strictObject({
  format: z.literal('genba-validator/1'),
  nodeId: z.string().regex(/^NodeID-[1-9A-HJ-NP-Za-km-z]+$/),
  /** BLS key with which it signs blocks, and the proof that it has the secret of it; hex. */
  publicKey: z.string().regex(/^0x[0-9a-f]{96}$/),
  proofOfPossession: z.string().regex(/^0x[0-9a-f]{192}$/),
  /** Where other validators reach it: an address, for nodes look up no names. */
  host: z.union([z.ipv4(), z.ipv6()], { error: 'write an IP address' }),
  stakingPort: port,
  /** Where its node answers questions of others; absent: only on its own machine. */
  url: z.url({ protocol: /^https?$/ }).optional(),
});

/** See {@link identitySchema}. */
export type Identity = z.infer<typeof identitySchema>;

/** What all validators of a network share: everybody may read it, nobody changes it alone. */
export const networkSchema = z.strictObject({
  format: z.literal('genba-network/1'),
  name: z.string(),
  /** Of the validators' network; messages of another one are not taken. */
  networkId: z.number().int().positive(),
  /** Of the ledger's chain, as wallets know it. */
  chainId: z.number().int().positive(),
  subnetId: z.string(),
  blockchainId: z.string(),
  /** How long a validator validates, in seconds. */
  stakeSeconds: z.number().int().positive(),
  /** Who deploys the ledger; the only sender at first. */
  office: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  validators: z.array(identitySchema).min(1),
  /** Who signs from which block on: also those who do no more, for what they have signed. */
  sets: z
    .array(
      z.strictObject({
        from: z.number().int().min(0),
        validators: z.array(z.strictObject({ nodeId: z.string(), publicKey: z.string(), weight: z.number().int() })),
      }),
    )
    .min(1),
  /** What every node starts from. */
  genesis: z.record(z.string(), z.unknown()),
  /** Signed; they make the ledger's chain and its validators. Anyone may issue them, in their order. */
  transactions: z.array(z.string().regex(/^0x[0-9a-f]+$/)),
});

/** See {@link networkSchema}. */
export type Network = z.infer<typeof networkSchema>;

/** A validator of this machine. */
export const ownSchema = z.strictObject({ ...identitySchema.shape, httpHost: z.string(), httpPort: port });
/** See {@link ownSchema}. */
export type OwnValidator = z.infer<typeof ownSchema>;

/** Where networks of this machine are. */
export function networkFolder(networks: string, name: string): string {
  if (!/^[a-z0-9-]+$/.test(name)) {
    throw new LedgerError('BAD_ARGUMENT', { argument: name, problem: 'a network has a name of a-z, 0-9 and -.' });
  }
  return path.join(networks, name);
}

/** Writes a file whole or not at all; `mode` for what is secret. */
export function writeJson(file: string, value: unknown, mode = 0o644): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode, flush: true });
  renameSync(`${file}.new`, file);
}

/**
 * Reads what all validators of a network share.
 *
 * @throws `NETWORK_UNKNOWN`, `BAD_CONFIG`.
 */
export function readNetwork(folder: string): Network {
  const file = path.join(folder, 'network.json');
  if (!existsSync(file)) throw new LedgerError('NETWORK_UNKNOWN', { network: path.basename(folder), file });
  return readJsonFile(file, networkSchema);
}

/** The validators of this machine, by name. */
export function ownValidators(folder: string): { name: string; home: string; validator: OwnValidator }[] {
  const place = path.join(folder, 'validators');
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter((name) => existsSync(path.join(place, name, 'validator.json')))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => {
      const home = path.join(place, name);
      return { name, home, validator: readJsonFile(path.join(home, 'validator.json'), ownSchema) };
    });
}
