import { expect } from 'chai';
import type { LiveLedger } from '../support/live-ledger.js';

/** A refusal as programs read it. */
interface Refusal {
  code: string;
  message: string;
  details: Record<string, unknown>;
}

/** Runs the CLI with `--json` and requires that it is refused. */
export async function refusal(live: LiveLedger, args: string[], key?: string): Promise<Refusal> {
  const { code, stderr, stdout } = await live.cli(['--json', ...args], key);
  expect({ code, stdout }, `genba ${args.join(' ')}: ${stderr}`).to.deep.equal({ code: 1, stdout: '' });
  return JSON.parse(stderr) as Refusal;
}

/** The code of {@link refusal}. */
export async function codeOf(live: LiveLedger, args: string[], key?: string): Promise<string> {
  return (await refusal(live, args, key)).code;
}

/** Waits until the service has indexed all that is on the chain. */
export async function caughtUp(live: LiveLedger): Promise<void> {
  await live.service.index.reached(await live.provider.getBlockNumber());
}
