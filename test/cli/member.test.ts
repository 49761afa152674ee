import path from 'node:path';
import { expect } from 'chai';
import { standingOf } from '../../cli/standing-of-keys.js';
import { fromBits, KEY_ROLES } from '../../sdk/ids.js';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { codeOf } from './live-cli.js';

const DAY = 86_400;
const STATUS = { active: 1n, suspended: 2n, voided: 3n };

describe('genba member', function () {
  this.timeout(120_000);
  let live: LiveLedger;
  let memberId: number;
  let id: string;
  const at = (name: string) => path.join(live.folder, name);
  const memberOf = () => live.ledger.members.memberOf(memberId);

  before(async () => {
    live = await startLiveLedger();
    memberId = await admitCompany(live, 'works', 'Works');
    id = String(memberId);
    await live.json(['key', 'new', 'new', '--no-password']);
  });
  after(() => live.close());

  it('lists members by status', async () => {
    const all = await live.json<{ data: { legalName: string }[]; next: null }>(['member', 'list']);
    expect(all.data.map((one) => one.legalName)).to.deep.equal(['Test Office', 'Works']);
    expect((await live.cli(['member', 'list', '--status', 'voided'])).stdout).to.equal('no member\n');
    expect(await codeOf(live, ['member', 'list', '--status', 'gone'])).to.equal('BAD_QUERY');
  });

  it('shows one page when asked, and where the next begins', async () => {
    const first = await live.json<{ data: unknown[]; next: string }>(['member', 'list', '--limit', '1']);
    expect(first.data).to.have.length(1);
    const second = await live.json<{ data: { id: number }[] }>(['member', 'list', '--limit', '1', '--after', first.next]);
    expect(second.data.map((one) => one.id)).to.deep.equal([memberId]);
    expect((await live.cli(['member', 'list', '--limit', '1'])).stdout).to.include(`--after ${first.next}`);
  });

  it('suspends and reinstates', async () => {
    await live.json(['member', 'suspend', id, '--reason', 'register entry deleted'], 'office');
    expect((await memberOf()).status).to.equal(STATUS.suspended);
    expect(await codeOf(live, ['member', 'suspend', id, '--reason', 'again'], 'office')).to.equal('MemberRegistry_WrongStatus');
    await live.json(['member', 'reinstate', id], 'office');
    expect((await memberOf()).status).to.equal(STATUS.active);
    expect(await codeOf(live, ['member', 'reinstate', id], 'works')).to.equal('AccessManagedUnauthorized');
  });

  it('renews an admission', async () => {
    const before = (await memberOf()).validUntil;
    const { validUntil } = await live.json<{ validUntil: number }>(['member', 'renew', id, '--days', '500'], 'office');
    expect((await memberOf()).validUntil).to.equal(BigInt(validUntil));
    expect(Math.round(Number((await memberOf()).validUntil - before) / DAY)).to.equal(135);
    expect(await codeOf(live, ['member', 'renew', id, '--days', '1'], 'office')).to.equal('MemberRegistry_NotLonger');
  });

  it('freezes under a case, and lifts it', async () => {
    const { until } = await live.json<{ until: number }>(['member', 'freeze', id, '--case', 'C-1', '--days', '3'], 'office');
    expect((await memberOf()).frozenUntil).to.equal(BigInt(until));
    expect(await live.ledger.members.activeUntil(memberId)).to.equal(0n);
    await live.json(['member', 'unfreeze', id, '--case', 'C-1'], 'office');
    expect(await live.ledger.members.activeUntil(memberId)).not.to.equal(0n);
    expect(await codeOf(live, ['member', 'unfreeze', id, '--case', 'C-1'], 'office')).to.equal('Freezable_NotFrozen');
    expect(await codeOf(live, ['member', 'freeze', id, '--case', '', '--days', '3'], 'office')).to.equal('Freezable_BadCase');
    expect(await codeOf(live, ['member', 'freeze', id, '--case', 'C-1', '--days', '31'], 'office')).to.equal('BAD_ARGUMENT');
    expect(await codeOf(live, ['member', 'freeze', id], 'office')).to.equal('USAGE');
  });

  it('recovers a member with a new key, which a good key can veto', async () => {
    const fresh = (await live.wallet('new')).address;
    await live.json(['key', 'request', id, '--roles', 'admin,sell', '--out', at('some.json')], 'new');
    expect(await codeOf(live, ['member', 'recover', at('some.json')], 'office')).to.equal('BAD_ARGUMENT');
    await live.json(['key', 'request', id, '--out', at('all.json')], 'new');
    await live.json(['member', 'recover', at('all.json')], 'office');
    expect((await live.ledger.members.recoveryOf(memberId)).key).to.equal(fresh);
    await live.json(['member', 'veto'], 'works');
    expect((await live.ledger.members.recoveryOf(memberId)).from).to.equal(0n);
    expect(await codeOf(live, ['member', 'veto'], 'works')).to.equal('MemberRegistry_NoRecovery');

    await live.json(['key', 'request', id, '--out', at('again.json')], 'new');
    await live.json(['member', 'recover', at('again.json')], 'office');
    expect(await codeOf(live, ['member', 'finish-recovery', id], 'new')).to.equal('MemberRegistry_RecoveryPending');
    await live.passTime(7 * DAY);
    expect(await live.json(['member', 'finish-recovery', id], 'new')).to.include({ memberId, key: fresh });
    expect(await standingOf(live.ledger, fresh)).to.deep.equal({ memberId, roles: [...KEY_ROLES], revoked: false });
    expect(fromBits((await live.ledger.members.keyOf(fresh)).roles, KEY_ROLES)).to.deep.equal([...KEY_ROLES]);
    expect((await standingOf(live.ledger, (await live.wallet('works')).address)).revoked).to.equal(true);
  });

  it('voids the admission of a suspended member, once that is confirmed', async () => {
    const args = ['member', 'void', id, '--reason', 'admitted by mistake'];
    expect(await codeOf(live, args, 'office')).to.equal('CONFIRMATION_MISSING');
    expect(await codeOf(live, [...args, '--yes'], 'office')).to.equal('MemberRegistry_WrongStatus');
    await live.json(['member', 'suspend', id, '--reason', 'admitted by mistake'], 'office');
    expect(await codeOf(live, [...args, '--yes'], 'new')).to.equal('AccessManagedUnauthorized');
    expect(await live.json([...args, '--yes'], 'office')).to.include({ memberId, state: 'done' });
    expect((await memberOf()).status).to.equal(STATUS.voided);
  });
});
