import type { Ledger } from '../../sdk/ledger.js';
import type { Context } from '../context.js';
import { formatTime } from '../format-time.js';
import { describeKey } from '../keys.js';
import { describeStanding, standingOf } from '../standing-of-keys.js';
import { type Finding, fail, ok, warn } from './finding.js';

/**
 * The key to act with: for whom it acts, whether it may, and what it holds.
 *
 * @param ledger - Absent when no chain answers.
 */
export async function checkKey(context: Context, ledger: Ledger | undefined): Promise<Finding[]> {
  const name = context.settings.key;
  if (name === undefined) return [warn('key', 'none is named, so nothing can be signed; name one with --key or GENBA_KEY')];
  const key = describeKey(context.home, name);
  if (key === undefined) {
    return [
      fail('key', `there is no key '${name}' in ${context.home}/keys; see 'genba key list', or make it with 'genba key new'`),
    ];
  }
  const known = ok('key', `${name}, ${key.address}`);
  if (ledger === undefined) return [known];
  const standing = await standingOf(ledger, key.address);
  const balance = await ledger.token.balanceOf(key.address);
  const allowance = await ledger.token.allowance(key.address, context.deployment.contracts.AccessMarket);
  const { memberId } = standing;
  return [
    known,
    memberId === 0
      ? warn('member', "the key is no member's; 'genba member request' asks for admission, 'genba key request' to be added")
      : standing.revoked
        ? fail('member', `the key of member ${memberId} is revoked for ever; act with another one`)
        : ok('member', describeStanding(standing)),
    ...(memberId === 0 ? [] : await checkMember(ledger, memberId)),
    balance === 0n
      ? warn('balance', 'the key holds no settlement tokens, so it can buy nothing that has a price')
      : ok('balance', `${context.money(balance)}${allowance === 0n ? '' : `; the market may take ${context.money(allowance)}`}`),
  ];
}

/** Whether the member may act, and what is on its way to change it. */
async function checkMember(ledger: Ledger, memberId: number): Promise<Finding[]> {
  const { members } = ledger;
  const until = Number(await members.activeUntil(memberId));
  const { frozenUntil } = await members.memberOf(memberId);
  const recovery = await members.recoveryOf(memberId);
  const announced = await members.announcedPayoutOf(memberId);
  const frozen = Number(frozenUntil) * 1000 > Date.now();
  return [
    ...(until === 0
      ? [
          frozen
            ? fail('standing', `member ${memberId} is frozen until ${formatTime(Number(frozenUntil))}; ask the auditor`)
            : fail('standing', `member ${memberId} is suspended, void or expired; ask the consortium office or your notary`),
        ]
      : []),
    ...(recovery.from === 0n
      ? []
      : [
          warn(
            'recovery',
            `${recovery.key} is to take the place of all keys of member ${memberId} from ${formatTime(Number(recovery.from))} on; if that is not yours, 'genba member veto'`,
          ),
        ]),
    ...(announced.from === 0n
      ? []
      : [
          warn(
            'payout',
            `member ${memberId} is to be paid to ${announced.account} from ${formatTime(Number(announced.from))} on; 'genba payout cancel' takes it back`,
          ),
        ]),
  ];
}
