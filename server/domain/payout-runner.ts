import { LedgerError } from '../../sdk/errors.js';
import { type Alert, createAlertBoard, holdAlerts } from './alerts.js';
import { paysFees } from './fee-plan.js';
import { baseGas } from './gas-formula.js';
import { type Failure, heldNow, holdBack } from './holds.js';
import { openLane, type Refusal } from './lane.js';
import { patientButtons, patiently } from './patience.js';
import { type Batch, idsOf, planDistribution, planPayouts, tablesToDistribute } from './payout-plan.js';
import type { Audit, Buttons, Clock, Diary, Dues, Effects, Hold, PayoutSettings } from './payout-ports.js';
import { reconcile } from './reconciliation.js';

/** What the runner needs. */
export interface RunnerPorts {
  buttons: Buttons;
  diary: Diary;
  dues: Dues;
  audit: Audit;
  clock: Clock;
  settings: PayoutSettings;
}

/** What a run did, as the index has it, and what is held back after it. Amounts in base units. */
export interface RunReport extends Effects {
  heldBack: Hold[];
}

/** The payout runner. */
export interface PayoutRunner {
  /**
   * Runs payouts once.
   *
   * @throws `RECONCILIATION_FAILED` with the differences, or a code of `Lane.push`.
   */
  run(): Promise<RunReport>;
  /** What an operator should know of. */
  alerts(): Promise<Alert[]>;
  /** Gas per transaction: the setting, or half a block when that is less. */
  gasPerTransaction(): number;
}

/** One table or member, for the comparison. */
interface Touched {
  tables: Set<number>;
  members: Set<number>;
}

/**
 * Makes the payout runner. A run finishes what is open, distributes what is due, pays whom it is due once that is indexed, sends the fees on,
 * and compares the books. Sending twice is harmless: the contract decides, and no amount is an argument.
 *
 * @param ports - What the runner needs.
 */
export function createPayoutRunner(ports: RunnerPorts): PayoutRunner {
  const { diary, dues, audit, clock, settings } = ports;
  const buttons = patientButtons(ports.buttons, clock);
  const board = createAlertBoard(clock.now);
  // What was touched is compared in every run until a comparison agrees, also when a run ends early.
  const suspects: Touched = { tables: new Set(), members: new Set() };
  let gasPerTransaction = settings.gasPerTransaction;

  const suspect = (batches: readonly Batch[]): void => {
    for (const batch of batches) {
      for (const id of idsOf(batch)) (batch.act === 'distribute' ? suspects.tables : suspects.members).add(id);
    }
  };

  /** Holds back what the contract refuses alone. */
  const holdRefused = async (refusals: readonly Refusal[], block: number): Promise<void> => {
    if (refusals.length === 0) return;
    const members = refusals.filter(({ batch }) => batch.act === 'payOut').flatMap(({ batch }) => idsOf(batch));
    const accounts = await dues.accounts(members);
    const feesAccount = (await dues.fees()).account;
    const failures = refusals.map(({ batch, problem }): Failure => {
      const [id = 0] = idsOf(batch);
      if (batch.act === 'distribute') return { kind: 'table', id, reason: problem, account: '', block };
      if (batch.act === 'payFees') return { kind: 'fees', id: 0, reason: problem, account: feesAccount, block };
      return { kind: 'member', id, reason: problem, account: accounts.get(id) ?? '', block };
    });
    await diary.hold(holdBack(failures, await diary.holds(), clock.now()));
  };

  const work = async (runId: () => Promise<number>): Promise<RunReport> => {
    let block = await patiently(clock, dues.caughtUp);
    const lane = await openLane({ buttons, diary, dues, clock, settings, runId });
    const push = async (batches: readonly Batch[]): Promise<void> => {
      suspect(batches);
      const refusals = await lane.push(batches);
      block = Math.max(block, ...lane.ended().map((one) => one.block));
      await holdRefused(refusals, block);
    };
    const held = async (kind: Hold['kind']) => heldNow(await diary.holds(), kind, clock.now());
    try {
      await push([]);
      const tables = tablesToDistribute(await dues.tables(), await held('table'));
      if (tables.length > 0) await updateTarget();
      await push(planDistribution(tables, gasPerTransaction));
      const heldMembers = await held('member');
      const members = (await dues.members(clock.now())).map((one) => one.memberId).filter((id) => !heldMembers.has(id));
      if (members.length > 0) await updateTarget();
      await push(planPayouts(members, gasPerTransaction));
      const feesHeld = (await held('fees')).has(0);
      if (!feesHeld && paysFees(await dues.fees(), settings, clock.now())) await push([{ act: 'payFees', items: [] }]);
    } finally {
      const [nonce] = lane.taken();
      if (nonce !== undefined) board.raise('RUNNER_KEY_SHARED', { address: buttons.address, nonce });
      else if (lane.ended().length > 0) board.clear('RUNNER_KEY_SHARED');
    }
    const effects = await dues.effects(lane.ended());
    await requireReconciled();
    return { ...effects, heldBack: await diary.holds() };
  };

  const updateTarget = async (): Promise<void> => {
    const half = Math.floor((await buttons.blockGas()) / 2);
    gasPerTransaction = Math.max(Math.min(settings.gasPerTransaction, half), baseGas('payOut'));
  };

  const requireReconciled = async (): Promise<void> => {
    const views = () => audit.views([...suspects.tables], [...suspects.members]);
    const { index, contracts } = await patiently(clock, views);
    const differences = reconcile(index, contracts);
    if (differences.length > 0) {
      const sentences = differences.map((one) => `${one.what}: index ${one.index}, contracts ${one.contracts}`);
      throw new LedgerError('RECONCILIATION_FAILED', { differences: sentences.join('; ') });
    }
    suspects.tables.clear();
    suspects.members.clear();
    board.clear('RECONCILIATION_FAILED');
  };

  return {
    async run() {
      const startedAt = clock.now();
      let opened: number | undefined;
      try {
        await diary.closeInterrupted(startedAt, buttons.address);
        const report = await work(async () => {
          opened ??= await diary.openRun(startedAt);
          return opened;
        });
        if (opened !== undefined) await diary.closeRun(opened, clock.now(), null);
        board.passed();
        return report;
      } catch (error) {
        const { code = 'INTERNAL', message, details } = error as Partial<LedgerError> & { message: string };
        const since = details?.since as number | undefined;
        board.failed({ code, message, ...(since === undefined ? {} : { since }) });
        if (opened === undefined) await diary.noteFailure(startedAt, clock.now(), { code, message });
        else await diary.closeRun(opened, clock.now(), { code, message });
        throw error;
      }
    },
    async alerts() {
      const holds = await diary.holds();
      if (holds.length === 0) return board.list();
      const [members, fees] = [await dues.members(clock.now()), await dues.fees()];
      const amounts = new Map(members.map((one) => [one.memberId, one.amount]));
      const amountOf = ({ kind, id }: Hold) => (kind === 'fees' ? fees.waiting : (amounts.get(id) ?? '0'));
      // Who is due nothing now waits for nothing.
      const waiting = holds.filter((hold) => hold.kind !== 'member' || amounts.has(hold.id));
      return [...board.list(), ...holdAlerts(waiting, amountOf)];
    },
    gasPerTransaction: () => gasPerTransaction,
  };
}
