import { LedgerError, type ProblemCode } from '../../sdk/errors.js';
import type { Hold } from './payout-ports.js';

/** Something that an operator should know of: a sentence that says what to do. */
export interface Alert {
  code: string;
  message: string;
  /** Unix seconds. */
  since: number;
}

/** What may wait until the morning: somebody else has to mend it, and it blocks nobody. */
const CAN_WAIT: ReadonlySet<string> = new Set<ProblemCode>(['MEMBER_HELD_BACK', 'FEES_HELD_BACK']);
/** What stands until it is found to be good again, whatever else fails meanwhile. */
const STAYS: ReadonlySet<string> = new Set<ProblemCode>(['RECONCILIATION_FAILED', 'RUNNER_KEY_SHARED']);

/** Whether an alert makes the service unhealthy. */
export function needsSomeone(alert: Pick<Alert, 'code'>): boolean {
  return !CAN_WAIT.has(alert.code);
}

/** The alerts that stand: since when is kept while they do. */
export interface AlertBoard {
  /** A run failed: what failed before it is over, except what only a good finding ends. */
  failed(error: { code: string; message: string; since?: number }): void;
  raise(code: ProblemCode, details: Record<string, unknown>): void;
  clear(code: ProblemCode): void;
  /** A run went well. */
  passed(): void;
  list(): Alert[];
}

/**
 * Makes a board without alerts.
 *
 * @param now - Unix seconds.
 */
export function createAlertBoard(now: () => number): AlertBoard {
  const alerts = new Map<string, Alert>();
  const put = (code: string, message: string, since = alerts.get(code)?.since ?? now()) =>
    alerts.set(code, { code, message, since });
  const sweep = (kept?: string) => {
    for (const code of alerts.keys()) if (!STAYS.has(code) && code !== kept) alerts.delete(code);
  };
  return {
    failed({ code, message, since }) {
      sweep(code);
      put(code, message, since);
    },
    raise: (code, details) => put(code, new LedgerError(code, details).message),
    clear: (code) => alerts.delete(code),
    passed: () => sweep(),
    list: () => [...alerts.values()],
  };
}

/**
 * Says what is held back.
 *
 * @param holds - The holds that count.
 * @param amountOf - What waits, in base units.
 */
export function holdAlerts(holds: readonly Hold[], amountOf: (hold: Hold) => string): Alert[] {
  return holds.map((hold) => {
    const code = HOLD_CODES[hold.kind];
    const details = { ...hold, amount: amountOf(hold), until: new Date(hold.until * 1000).toISOString() };
    return { code, message: new LedgerError(code, details).message, since: hold.since };
  });
}

const HOLD_CODES = { member: 'MEMBER_HELD_BACK', table: 'TABLE_HELD_BACK', fees: 'FEES_HELD_BACK' } as const;
