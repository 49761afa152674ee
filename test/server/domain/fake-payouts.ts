import { LedgerError } from '../../../sdk/errors.js';
import type { Effects, GasPrice, Hold, Mined, OutboxEntry, SendAnswer } from '../../../server/domain/payout-ports.js';
import type { RunnerPorts } from '../../../server/domain/payout-runner.js';

const ADDRESS = '0xrunner';
/** What a pool wants more for a replacement, in permille. */
const REPLACEMENT_PERMILLE = 1_125n;

type Call = Pick<OutboxEntry, 'act' | 'ids' | 'nonce' | 'gasLimit' | 'gasPrice'>;
type Pooled = Call & { raw: string; hash: string };

/** A row of the outbox, with how it ended. */
export type Row = OutboxEntry & { runId: number; state: 'open' | 'confirmed' | 'reverted' | 'superseded' };

/**
 * A ledger, a chain and a store in memory that can be made to misbehave in every way that a test wants: no real node loses a transaction, or
 * takes a nonce, on demand. What the contract does with a batch is as in `RevenueLedger`: amounts come from running totals, never from a call.
 */
export function fakeWorld(start: {
  /** Tables with what is due; all of it goes to one member, half of it to another table when it feeds one. */
  tables?: { id: number; due: bigint; member: number; feeds?: number }[];
  fees?: bigint;
  gasPrice?: GasPrice;
  gasPerTransaction?: number;
  feesSeconds?: number;
}) {
  const tables = new Map((start.tables ?? []).map((table) => [table.id, { ...table }]));
  const members = [...new Set([...tables.values()].map((table) => table.member))];
  const world = {
    tables,
    credit: new Map(members.map((id) => [id, 0n])),
    paid: new Map(members.map((id) => [id, 0n])),
    accounts: new Map(members.map((id) => [id, `0xaccount${id}`])),
    fees: start.fees ?? 0n,
    feesPaidAt: null as number | null,
    feesTransfers: 0,
    /** What the contract reverts on, and whom the token refuses. */
    badTables: new Set<number>(),
    /** Members that the contract pays nothing, although the index says that they are due. */
    passedOver: new Set<number>(),
    refusedMembers: new Set<number>(),
    /** A batch that holds one of these reverts only when it is mined. */
    revertsWhenMined: new Set<number>(),
    block: 1,
    mined: 0,
    /** How many transactions the node lags behind when it counts. */
    lag: 0,
    pool: new Map<number, Pooled>(),
    receipts: new Map<string, Mined>(),
    effects: new Map<string, Effects>(),
    mining: true,
    /** Cheaper ones are not mined. */
    minimumPrice: 0n,
    /** Most transactions in a block. */
    perBlock: Number.POSITIVE_INFINITY,
    suggested: (start.gasPrice ?? { type: 'legacy', price: 100n }) as GasPrice,
    usual: (start.gasPrice ?? { type: 'legacy', price: 100n }) as GasPrice,
    balance: 10n ** 18n,
    ms: 0,
    seconds: 1_000_000,
    pauses: [] as number[],
    sent: [] as Call[],
    mostPooled: 0,
    rows: [] as Row[],
    runs: [] as { id: number; state: string; code: string | null; repeats: number }[],
    holdRows: [] as Hold[],
    /** Laid over what is sent: answers for a call, in place of the pool's. */
    onSend: undefined as ((call: Call) => SendAnswer | undefined) | undefined,
    /** Called before each port call with its name; throws to make it fail. */
    onCall: undefined as ((name: string) => void) | undefined,
    /** Called after each port call. */
    afterCall: undefined as ((name: string) => void) | undefined,
    onPause: undefined as (() => void) | undefined,
    contracts: {} as Record<string, unknown>,
    log: [] as string[],
    mine,
    ports,
  };

  function execute({ act, ids, hash }: Pooled): void {
    const effects: Effects = { distributed: [], paid: [], refused: [], fees: [] };
    world.block += 1;
    const bad = ids.some((id) => world.revertsWhenMined.has(id) || (act === 'distribute' && world.badTables.has(id)));
    world.receipts.set(hash, { state: bad ? 'reverted' : 'mined', block: world.block });
    world.effects.set(hash, effects);
    if (bad) return;
    if (act === 'payFees' && world.fees > 0n) {
      effects.fees.push({ memberId: 1, account: '0xfees', amount: String(world.fees) });
      [world.fees, world.feesPaidAt] = [0n, world.seconds];
      world.feesTransfers += 1;
    }
    for (const id of ids) {
      if (act === 'distribute') distribute(id, effects);
      else if (act === 'payOut') payOut(id, effects);
    }
  }

  function distribute(id: number, effects: Effects): void {
    const table = tables.get(id);
    if (table === undefined || table.due === 0n) return;
    const onward = table.feeds === undefined ? 0n : table.due / 2n;
    if (table.feeds !== undefined) (tables.get(table.feeds) as { due: bigint }).due += onward;
    world.credit.set(table.member, (world.credit.get(table.member) ?? 0n) + table.due - onward);
    effects.distributed.push({ tableId: id, sales: String(table.due), royalties: '0', given: String(table.due) });
    table.due = 0n;
  }

  function payOut(id: number, effects: Effects): void {
    if (world.passedOver.has(id)) return;
    const amount = due(id);
    if (amount === 0n) return;
    const line = { memberId: id, account: world.accounts.get(id) as string, amount: String(amount) };
    if (world.refusedMembers.has(id)) effects.refused.push(line);
    else {
      effects.paid.push(line);
      world.paid.set(id, (world.paid.get(id) ?? 0n) + amount);
    }
  }

  function due(id: number): bigint {
    return (world.credit.get(id) ?? 0n) - (world.paid.get(id) ?? 0n);
  }

  /** Mines what follows in order and pays enough. */
  function mine(): void {
    const most = world.mined + world.perBlock;
    for (let next = world.pool.get(world.mined); next !== undefined; next = world.pool.get(world.mined)) {
      if (next.gasPrice.price < world.minimumPrice || world.mined >= most) return;
      world.pool.delete(world.mined);
      world.mined += 1;
      execute(next);
    }
  }

  function take(raw: string): SendAnswer {
    const call = parse(raw);
    const hash = hashOf(raw);
    const scripted = world.onSend?.(call);
    if (scripted !== undefined) return scripted;
    if (call.nonce < world.mined) return { type: 'used' };
    const known = world.pool.get(call.nonce);
    if (known?.hash === hash) return { type: 'taken' };
    if (known !== undefined && call.gasPrice.price * 1000n < known.gasPrice.price * REPLACEMENT_PERMILLE) {
      return { type: 'underpriced' };
    }
    if (BigInt(call.gasLimit) * call.gasPrice.price > world.balance) return { type: 'unfunded', problem: 'no money' };
    world.pool.set(call.nonce, { ...call, raw, hash });
    world.mostPooled = Math.max(world.mostPooled, world.pool.size);
    return { type: 'taken' };
  }

  const holdCounts = (hold: Hold) => hold.kind !== 'member' || world.accounts.get(hold.id) === hold.account;

  /** The ports of one process; with each call told to `onCall`. */
  function ports(): RunnerPorts {
    const all = rawPorts();
    const watched = (name: string, port: object) =>
      Object.fromEntries(
        Object.entries(port).map(([key, value]) => [key, typeof value === 'function' ? watch(`${name}.${key}`, value) : value]),
      );
    return {
      buttons: watched('buttons', all.buttons),
      diary: watched('diary', all.diary),
      dues: watched('dues', all.dues),
      audit: watched('audit', all.audit),
      clock: all.clock,
      settings: all.settings,
    } as unknown as RunnerPorts;
  }

  function watch(name: string, act: (...args: unknown[]) => Promise<unknown>) {
    return async (...args: unknown[]) => {
      world.onCall?.(name);
      const result = await act(...args);
      world.log.push(name);
      world.afterCall?.(name);
      return result;
    };
  }

  function rawPorts(): RunnerPorts {
    return {
      buttons: {
        address: ADDRESS,
        minedCount: async () => Math.max(0, world.mined - world.lag),
        blockGas: async () => 100_000_000,
        price: async () => world.usual,
        suggestedPrice: async () => world.suggested,
        balance: async () => world.balance,
        refusal: async (act, ids) =>
          act === 'distribute' && ids.some((id) => world.badTables.has(id)) ? 'no such table' : undefined,
        async sign({ act, ids, nonce, gasLimit, gasPrice }) {
          const raw = JSON.stringify(
            { act, ids, nonce, gasLimit, gasPrice: { ...gasPrice, price: String(gasPrice.price) } },
            texts,
          );
          return { raw, txHash: hashOf(raw) };
        },
        async send(raw) {
          world.sent.push(parse(raw));
          return take(raw);
        },
        outcome: async (hash) => world.receipts.get(hash),
      },
      diary: {
        async closeInterrupted() {
          for (const run of world.runs) if (run.state === 'running') run.state = 'interrupted';
        },
        async openRun() {
          world.runs.push({ id: world.runs.length + 1, state: 'running', code: null, repeats: 0 });
          return world.runs.length;
        },
        async closeRun(id, _now, problem) {
          const run = world.runs[id - 1] as (typeof world.runs)[number];
          [run.state, run.code] = [problem === null ? 'done' : 'failed', problem?.code ?? null];
        },
        async noteFailure(_startedAt, _now, { code }) {
          const last = world.runs.at(-1);
          if (last?.code === code) last.repeats += 1;
          else world.runs.push({ id: world.runs.length + 1, state: 'failed', code, repeats: 0 });
        },
        openTransactions: async () => world.rows.filter((row) => row.state === 'open').map((row) => ({ ...row })),
        lastNonce: async () =>
          Math.max(-1, ...world.rows.filter((row) => /confirmed|reverted/.test(row.state)).map((row) => row.nonce)),
        async addTransaction(runId, _sender, entry) {
          const row: Row = { ...entry, ids: [...entry.ids], id: world.rows.length + 1, runId, state: 'open' };
          world.rows.push(row);
          return { ...row };
        },
        async closeNonce({ winner, losers, holds }) {
          if (winner !== undefined) (world.rows[winner.id - 1] as Row).state = winner.state;
          for (const id of losers) (world.rows[id - 1] as Row).state = 'superseded';
          putHolds(holds);
        },
        holds: async () =>
          world.holdRows.filter((hold) => {
            return holdCounts(hold) && !(hold.kind === 'member' && due(hold.id) === 0n);
          }),
        hold: async (holds) => putHolds(holds),
      },
      dues: {
        tables: async () =>
          [...tables.values()]
            .filter((table) => table.due > 0n)
            .map((table) => ({
              ...shape(table.id),
              sales: String(table.due),
              royalties: '0',
              feeds: table.feeds === undefined ? [] : [shape(table.feeds)],
            })),
        members: async () =>
          [...world.credit.keys()]
            .filter((id) => due(id) > 0n)
            .map((id) => ({ memberId: id, account: world.accounts.get(id) as string, amount: String(due(id)) })),
        fees: async () => ({ waiting: String(world.fees), memberId: 1, account: '0xfees', lastPaidAt: world.feesPaidAt }),
        async effects(transactions) {
          const all = transactions.map(({ txHash }) => world.effects.get(txHash) as Effects);
          return {
            distributed: all.flatMap((one) => one.distributed),
            paid: all.flatMap((one) => one.paid),
            refused: all.flatMap((one) => one.refused),
            fees: all.flatMap((one) => one.fees),
          };
        },
        accounts: async () => world.accounts,
        reached: async () => {},
        caughtUp: async () => world.block,
      },
      audit: {
        async views() {
          const money = { tracked: 10n, fees: 1n, tables: [], accounts: [] };
          return {
            index: { ...money, inTables: 4n, credit: 5n },
            contracts: { ...money, held: 10n, ...(world.contracts as object) },
          };
        },
      },
      clock: {
        now: () => world.seconds,
        ms: () => world.ms,
        async pause(ms) {
          world.pauses.push(ms);
          world.ms += ms;
          world.seconds += ms / 1000;
          world.onPause?.();
          if (world.mining) mine();
        },
      },
      settings: {
        gasPerTransaction: start.gasPerTransaction ?? 5_000_000,
        stuckSeconds: 60,
        feesSeconds: start.feesSeconds ?? 86_400,
      },
    };
  }

  function shape(tableId: number) {
    return { tableId, payees: 1, fresh: [] };
  }

  function putHolds(holds: readonly Hold[]): void {
    for (const hold of holds) {
      world.holdRows = [...world.holdRows.filter((one) => one.kind !== hold.kind || one.id !== hold.id), hold];
    }
  }
  return world;
}

/** What a node that is away makes of each question. */
export function away(): never {
  throw new LedgerError('NODE_UNREACHABLE', { rpcUrl: 'http://node', problem: 'ECONNREFUSED' });
}

function texts(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function parse(raw: string): Call {
  const call = JSON.parse(raw) as Call;
  const { gasPrice } = call;
  const price = BigInt(gasPrice.price);
  return {
    ...call,
    gasPrice:
      gasPrice.type === 'legacy' ? { type: 'legacy', price } : { ...gasPrice, price, priority: BigInt(gasPrice.priority) },
  };
}

function hashOf(raw: string): string {
  return `hash of ${raw}`;
}
