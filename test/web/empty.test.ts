import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { browserAbsence, launchBrowser } from '../support/browser.js';
import { type LiveLedger, startLiveLedger } from '../support/live-ledger.js';

/** What a page says on a ledger that holds nothing but the consortium's own member. */
const EMPTY: [address: string, says: string][] = [
  ['', 'まだ資金の動きはありません。'],
  ['', 'まだ支払はありません。'],
  ['datasets', 'まだ登録されたデータセットはありません。'],
  ['payouts', 'まだ支払はありません。'],
  ['members/1', '所有するデータセットはありません。'],
  ['members/1', '購入はありません。'],
  ['search?q=nothing', '「nothing」に当てはまるものはありません。'],
];

describe('portal of an empty ledger', function () {
  this.timeout(120_000);
  let live: LiveLedger;
  let browser: Browser;
  before(async function () {
    const absence = browserAbsence();
    if (absence !== undefined) {
      console.log(`    portal: skipped, for ${absence}`);
      this.skip();
    }
    [browser, live] = [await launchBrowser(), await startLiveLedger()];
  });
  after(async () => {
    await browser?.close();
    await live?.close();
  });

  for (const [address, says] of EMPTY) {
    it(`/${address} says ${says}`, async () => {
      const page = await browser.newPage({ locale: 'ja' });
      await page.goto(`${live.service.url}/portal/${address}`);
      await page.getByText(says).waitFor();
      expect(await page.locator('body').innerText()).to.not.match(/undefined|NaN|Infinity/);
      await page.close();
    });
  }

  it('says that the service is away, and goes on when it is back', async () => {
    const page = await browser.newPage({ locale: 'ja' });
    await page.goto(`${live.service.url}/portal/`);
    await page.getByText('ライブ', { exact: true }).waitFor();
    await page.route('**/members?*', (route) => route.abort());
    await page.getByRole('link', { name: '会員企業' }).first().click();
    await page.getByRole('alert').getByText('サービスが応答しません').waitFor();
    await page.unroute('**/members?*');
    await page.getByRole('button', { name: '再試行' }).click();
    await page.getByRole('link', { name: 'Test Office' }).waitFor();
    await page.close();
  });
});
