import { request } from 'node:http';
import { expect } from 'chai';
import { Wallet } from 'ethers';
import { createApi } from '../../sdk/api/client.js';
import { mine } from '../../sdk/ledger.js';
import { type SignIn, signIn } from '../../sdk/sign-in.js';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';

const GAS = { gasPrice: 0 };

/** A service where only members read: keys sign in once, and are looked at with every request. */
describe('READ_POLICY=members', function () {
  this.timeout(120_000);
  let live: LiveLedger;
  let member: number;
  let key: Wallet;

  before(async () => {
    live = await startLiveLedger({ settings: { READ_POLICY: 'members' } });
    member = await admitCompany(live, 'reader', 'Reader Co.');
    key = await live.wallet('reader');
    await live.service.index.reached(await live.provider.getBlockNumber());
  });
  after(() => live.close());

  const ask = async (path: string, options?: RequestInit) => {
    const response = await fetch(new URL(path, live.service.url), options);
    return { status: response.status, body: (await response.json()) as { code?: string; token?: string } };
  };
  const post = (said: unknown) =>
    ask('/tokens', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(said) });
  const withToken = (token: string | undefined) => ({ headers: { authorization: `Bearer ${token}` } });
  const said = (wallet: Wallet, url = live.service.url) => signIn(wallet, live.deployment, url);

  it('answers nobody without a token, but says how it is and where to sign in', async () => {
    for (const path of [
      '/members',
      '/members?format=csv',
      '/webhooks',
      '/books',
      '/search?q=1',
      '/events',
      '/events/live',
      '/payouts/plan',
    ]) {
      expect(await ask(path), path).to.deep.include({ status: 401 });
    }
    for (const path of ['/health', '/ready', '/network', '/openapi.json', '/']) {
      expect((await ask(path)).status, path).to.equal(200);
    }
  });

  it("lets a member's key in, by the client and by the command line", async () => {
    const api = createApi(live.service.url, () => said(key));
    expect((await api.get('member', { id: member })).data.legalName).to.equal('Reader Co.');
    expect((await api.all('members')).data).to.have.length(2);
    expect(await live.cli(['member', 'show'])).to.include({ code: 1 });
    expect((await live.cli(['member', 'show'])).stderr).to.match(/^SIGN_IN_NEEDED/);
    expect(await live.cli(['member', 'show'], 'reader')).to.include({ code: 0 });
  });

  it('lets in who holds a role of the consortium, and no stranger', async () => {
    const office = createApi(live.service.url, () => said(live.office));
    expect((await office.get('books')).data.feeBps).to.equal(100);
    const stranger = Wallet.createRandom() as unknown as Wallet;
    const refused = await createApi(live.service.url, () => said(stranger))
      .get('books')
      .catch((error) => error);
    expect(refused).to.include({ code: 'READ_FORBIDDEN' });
  });

  it('takes a sign-in once, fresh, for itself, and by the key that it names', async () => {
    const good = await said(key);
    expect((await post(good)).status).to.equal(200);
    expect(await post(good)).to.deep.include({ status: 401 });
    const others: SignIn[] = [
      await said(key, 'http://elsewhere.example:4100'),
      { ...(await said(key)), issuedAt: Math.floor(Date.now() / 1000) - 3_600 },
      { ...(await said(key)), key: live.office.address },
      { ...(await said(key)), signature: `0x${'11'.repeat(65)}` },
    ];
    for (const one of others) expect((await post(one)).body.code).to.equal('SIGN_IN_REFUSED');
    expect((await post({ ...good, more: 1 })).body.code).to.equal('BAD_QUERY');
    const broken = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' };
    expect((await ask('/tokens', broken)).body.code).to.equal('BAD_QUERY');
    expect((await ask('/tokens')).status).to.equal(405);
  });

  it('takes no sign-in that was made for another service, whatever host a relay names', async () => {
    const relayed = await said(key, 'http://relay.example');
    const { hostname, port } = new URL(live.service.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const headers = { host: 'relay.example', 'content-type': 'application/json' };
      const sent = request({ hostname, port, path: '/tokens', method: 'POST', headers }, (response) => {
        response.on('data', (chunk) => resolve(String(chunk)));
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(relayed));
    });
    expect(JSON.parse(answer).code).to.equal('SIGN_IN_REFUSED');
  });

  it('takes no token that it has not made', async () => {
    const { token } = (await post(await said(key))).body;
    expect((await ask('/books', withToken(token))).status).to.equal(200);
    const [body, seal] = (token ?? '').split('.');
    const forged = Buffer.from(JSON.stringify({ key: key.address, expiresAt: 9_999_999_999 })).toString('base64url');
    for (const other of [`${forged}.${seal}`, `${body}.${'A'.repeat(43)}`, 'x', '.', `${body}.`]) {
      expect((await ask('/books', withToken(other))).body.code, other).to.equal('SIGN_IN_NEEDED');
    }
  });

  it('stops a key whose member is suspended at its next request', async () => {
    const { token } = (await post(await said(key))).body;
    await mine(live.ledger.members.suspend(member, 'a test', GAS));
    await live.service.index.reached(await live.provider.getBlockNumber());
    expect((await ask('/books', withToken(token))).body.code).to.equal('READ_FORBIDDEN');
    await mine(live.ledger.members.reinstate(member, GAS));
    await live.service.index.reached(await live.provider.getBlockNumber());
    expect((await ask('/books', withToken(token))).status).to.equal(200);
  });
});
