import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type ContractTransaction, type JsonRpcProvider, Transaction, type TransactionResponse, type Wallet } from 'ethers';
import { type Mined, mine } from '../../sdk/ledger.js';

/**
 * Sends a script's next transaction, or finds what it did when it was sent before.
 *
 * @param wallet - Who acts.
 * @param at - The time of its block, in Unix seconds; a moment after the last block's when that is later.
 * @param call - What it does.
 */
export type Act = (wallet: Wallet, at: number, call: Promise<ContractTransaction>) => Promise<Mined>;

/**
 * Opens the record of a script that may be cut off anywhere: what is mined is not sent again. A line holds an act's position and the hash
 * of its transaction, and is written before that is sent; so a script must do the same acts in the same order each time.
 *
 * @param provider - The embedded chain, whose clock can be set.
 * @param file - The record.
 */
export function openRecord(provider: JsonRpcProvider, file: string): Act {
  const known = new Map<number, string>();
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  for (const [, position, hash] of text.matchAll(/^(\d+) (0x[0-9a-f]{64})$/gm)) known.set(Number(position), hash as string);
  // What a crash cut off is no line.
  if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n');
  let position = 0;
  const send = async (wallet: Wallet, at: number, call: ContractTransaction): Promise<TransactionResponse> => {
    const signed = await wallet.signTransaction(await wallet.populateTransaction({ ...call, gasPrice: 0 }));
    const last = (await provider.getBlock('latest'))?.timestamp ?? 0;
    await provider.send('evm_setNextBlockTimestamp', [Math.max(at, last + 1)]);
    appendFileSync(file, `${position} ${Transaction.from(signed).hash}\n`);
    return provider.broadcastTransaction(signed);
  };
  return async (wallet, at, call) => {
    const hash = known.get(position);
    const sent = hash === undefined ? null : await provider.getTransaction(hash);
    const mined = await mine(sent === null ? send(wallet, at, await call) : Promise.resolve(sent));
    position++;
    return mined;
  };
}
