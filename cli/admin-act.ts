import type { BaseContract, ContractTransactionResponse } from 'ethers';
import { LedgerError } from '../sdk/errors.js';
import { type Mined, mine } from '../sdk/ledger.js';
import { factories } from '../types/index.js';
import type { Outcome } from './act.js';
import type { Actor, Context } from './context.js';
import { formatTime } from './format-time.js';

/** An act of the consortium's admin: what is called on which contract. */
export interface AdminAct {
  contract(actor: Actor, manager: AccessManager): BaseContract;
  name: string;
  values: readonly unknown[];
}

type AccessManager = ReturnType<typeof managerOf>;

/** The consortium's `AccessManager`. */
export function managerOf(context: Context, runner: Parameters<typeof connectManager>[1]) {
  return connectManager(context.deployment.contracts.AccessManager, runner);
}

const { AccessManager__factory } = factories.openzeppelin.contracts.access.manager;
const connectManager = AccessManager__factory.connect;

/** The option of every command of the admin. */
export const CANCEL = { '--cancel': 'take back what was announced' };

/** What those commands say of the delay. */
export const DELAY_NOTE =
  'Where the consortium has set a delay, the first call announces the act, and the same call does it when the delay is over.';

/**
 * Does an act of the admin, or announces it where the consortium's delay asks for that: the same call, made again after the delay, does it.
 *
 * @param cancel - Takes back what was announced.
 * @param outcome - What to say when it is done.
 * @throws `NOT_ANNOUNCED`, and the contract's own error.
 */
export async function adminAct(
  context: Context,
  { contract, name, values }: AdminAct,
  cancel: boolean | undefined,
  outcome: Outcome | ((mined: Mined) => Outcome),
): Promise<void> {
  const actor = await context.actor();
  const manager = managerOf(context, actor.wallet);
  const target = contract(actor, manager);
  const address = await target.getAddress();
  const data = target.interface.encodeFunctionData(name, values);
  const caller = actor.wallet.address;
  const operation = await manager.hashOperation(caller, address, data);
  const from = Number(await manager.getSchedule(operation));
  if (cancel) {
    if (from === 0) throw new LedgerError('NOT_ANNOUNCED', { caller });
    const { hash } = await mine(manager.cancel(caller, address, data, actor.gas));
    context.print({ state: 'cancelled', txHash: hash }, 'what was announced is taken back');
    return;
  }
  const [immediate, delay] = await manager.canCall(caller, address, data.slice(0, 10));
  const announced = from !== 0;
  if (!immediate && delay > 0n && !announced) {
    const { hash } = await mine(manager.schedule(address, data, 0, actor.gas));
    const due = Number(await manager.getSchedule(operation));
    context.print(
      { state: 'announced', from: due, txHash: hash },
      `announced; run the same command again from ${formatTime(due)} on, or take it back with --cancel`,
    );
    return;
  }
  const sending = target.getFunction(name)(...values, actor.gas) as Promise<ContractTransactionResponse>;
  const mined = await mine(sending);
  const [value, text] = typeof outcome === 'function' ? outcome(mined) : outcome;
  context.print({ ...value, state: 'done', txHash: mined.hash }, text);
}
