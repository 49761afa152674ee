import { LedgerError } from '../../sdk/errors.js';
import { NODE_BINARY, PLUGIN_BINARY, requireEngine } from './engine.js';
import type { Network, OwnValidator } from './network-file.js';
import { askNode, chainUrl } from './node-api.js';
import { ownUrl, writeNodeSettings } from './node-settings.js';
import { platformTxId, withChecksum } from './platform-tx.js';
import { startNode, waitFor } from './validator-process.js';

/** A validator of this machine, with its folder. */
export interface Own {
  name: string;
  home: string;
  validator: OwnValidator;
}

/** Longest waits, in milliseconds: for enough other validators, and for the ledger's chain. */
const FOR_OTHERS_MS = 180_000;
const FOR_CHAIN_MS = 120_000;
const FOR_TRANSACTION_MS = 60_000;

/**
 * Starts validators of this machine, and waits until each answers for the ledger's chain. The first time, what makes the chain is issued.
 *
 * @param network - What all share.
 * @param own - Which to start.
 * @param say - Told how far it is.
 * @throws `ENGINE_MISSING`, `NOT_A_VALIDATOR`, `VALIDATOR_ENDED`, `VALIDATOR_SLOW`.
 */
export async function startValidators(network: Network, own: readonly Own[], say: (line: string) => void): Promise<void> {
  requireEngine(NODE_BINARY, PLUGIN_BINARY);
  const isListed = ({ validator }: Own) => network.validators.some((one) => one.nodeId === validator.nodeId);
  const refusals = own
    .filter((one) => !isListed(one))
    .map(({ validator }) => new LedgerError('NOT_A_VALIDATOR', { nodeId: validator.nodeId, network: network.name }));
  const [first] = refusals;
  if (first !== undefined && refusals.length === own.length) throw first;
  for (const { message } of refusals) say(`left out: ${message}`);
  return startListed(network, own.filter(isListed), say);
}

async function startListed(network: Network, own: readonly Own[], say: (line: string) => void): Promise<void> {
  for (const { home, validator } of own) startNode(home, writeNodeSettings(home, validator, network));
  const [first] = own;
  if (first === undefined) return;
  await Promise.all(own.map(({ home, validator }) => waitFor(home, 'joins the others', FOR_OTHERS_MS, () => joined(validator))));
  await issueFounding(network, first, say);
  await Promise.all(
    own.map(async ({ home, name, validator }) => {
      const url = chainUrl(ownUrl(validator), network.blockchainId);
      const head = await waitFor(home, "runs the ledger's chain", FOR_CHAIN_MS, () =>
        askNode<string>(url, 'eth_blockNumber', []),
      );
      say(`${name}  ${validator.nodeId}  block ${Number(head)}  ${url}`);
    }),
  );
}

async function joined(own: OwnValidator): Promise<true | undefined> {
  const answer = await askNode<{ isBootstrapped: boolean }>(`${ownUrl(own)}/ext/info`, 'info.isBootstrapped', { chain: 'P' });
  return answer.isBootstrapped || undefined;
}

/** Issues what is not agreed on yet; two machines may do so at a time, for the same transaction counts once. */
async function issueFounding(network: Network, { home, validator }: Own, say: (line: string) => void): Promise<void> {
  const url = `${ownUrl(validator)}/ext/bc/P`;
  const agreed = async (txID: string) => {
    const { status } = await askNode<{ status: string }>(url, 'platform.getTxStatus', { txID });
    return status === 'Committed' || undefined;
  };
  for (const [i, tx] of network.transactions.entries()) {
    const txID = platformTxId(tx);
    if (await agreed(txID)) continue;
    say(`founding the chain: ${i + 1} of ${network.transactions.length}`);
    await waitFor(home, 'agrees on what makes the chain', FOR_TRANSACTION_MS, async () => {
      // Told again and again: a node that is not ready yet refuses, and one that has it already does too.
      const answer = await askNode(url, 'platform.issueTx', { tx: withChecksum(tx), encoding: 'hex' }).catch((error) => error);
      if (await agreed(txID)) return true;
      if (answer instanceof Error) throw answer;
      return undefined;
    });
  }
}
