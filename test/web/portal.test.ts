import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openKey } from '../../cli/keys.js';
import { readDeployment } from '../../sdk/deployment.js';
import { connectLedger, mine, openProvider } from '../../sdk/ledger.js';
import { browserAbsence, launchBrowser } from '../support/browser.js';
import { type DemoLedger, placeDemo } from '../support/demo-ledger.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LANGUAGES = ['ko', 'ja', 'en'] as const;
/** What the heading of a page says, by language; the others are names and titles. */
const HEADINGS: Record<string, Record<(typeof LANGUAGES)[number], string>> = {
  '': { ko: '개요', ja: '概要', en: 'Overview' },
  datasets: { ko: '데이터셋', ja: 'データセット', en: 'Datasets' },
  'datasets/5': {
    ko: '임펠러 블레이드 검사 결과와 가공 부하 (샘플)',
    ja: 'インペラ翼の検査結果と加工負荷（サンプル）',
    en: 'Inspection of impeller blades with loads (sample)',
  },
  members: { ko: '회원사', ja: '会員企業', en: 'Members' },
  'members/6': { ko: '한빛정밀 주식회사 (데모)', ja: '한빛정밀 주식회사 (데모)', en: '한빛정밀 주식회사 (데모)' },
  payouts: { ko: '지급', ja: '支払', en: 'Payouts' },
  events: { ko: '이벤트', ja: 'イベント', en: 'Events' },
  'search?q=999': { ko: '검색', ja: '検索', en: 'Search' },
  'verify?dataset=2': { ko: '파일 검증', ja: 'ファイルの検証', en: 'Verify a file' },
};
/** What the foot of a page says while events come in. */
const LIVE = { ko: '실시간', ja: 'ライブ', en: 'Live' };
/** Bytes of the first view as they are sent, fonts apart. */
const MOST_BYTES = 250_000;

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

describe('portal', function () {
  this.timeout(240_000);
  let demo: DemoLedger;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** What the page complained of, and what it asked of others. */
  let complaints: string[];

  before(async function () {
    const absence = browserAbsence();
    if (absence !== undefined) {
      console.log(`    portal: skipped, for ${absence}`);
      this.skip();
    }
    demo = await placeDemo();
    [browser] = await Promise.all([launchBrowser(), demo.start()]);
  });
  after(async () => {
    await browser?.close();
    await demo?.forget();
  });
  afterEach(() => context?.close());

  const open = async (locale: string, options: { width?: number; dark?: boolean } = {}) => {
    const viewport = { width: options.width ?? 1280, height: 900 };
    context = await browser.newContext({ locale, viewport, colorScheme: options.dark ? 'dark' : 'light' });
    page = await context.newPage();
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('request', (request) => {
      if (!request.url().startsWith(demo.url)) complaints.push(`asks ${request.url()}`);
    });
  };
  const visit = async (address: string) => {
    await page.goto(`${demo.url}/portal/${address}`);
    await page.locator('h1').waitFor();
    await page.locator('[role=status]').first().waitFor({ state: 'detached' });
  };
  const payoutAddress = async () => {
    const { data } = await demo.api.page('payouts', { kind: 'credit', order: 'desc', limit: 1 });
    return `payouts/${data[0]?.id}`;
  };
  const violations = async (): Promise<string[]> => {
    await page.evaluate(AXE);
    const found = (await page.evaluate('axe.run()')) as { violations: Violation[] };
    return found.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  };

  for (const locale of LANGUAGES) {
    describe(locale, () => {
      for (const [address, heading] of Object.entries(HEADINGS)) {
        it(`shows /${address}`, async () => {
          await open(locale);
          await visit(address);
          expect(await page.locator('h1').innerText()).to.equal(heading[locale]);
          expect(await page.locator('html').getAttribute('lang')).to.equal(locale);
          const text = await page.locator('body').innerText();
          expect(text).to.not.match(/undefined|NaN|\[object|Invalid Date/);
          await page.getByTestId('live').getByText(LIVE[locale], { exact: true }).waitFor();
          expect(await violations()).to.deep.equal([]);
          expect(complaints).to.deep.equal([]);
        });
      }

      it('explains a payout down to its purchases', async () => {
        await open(locale);
        await visit(await payoutAddress());
        expect(await page.getByRole('table').count()).to.be.greaterThan(2);
        expect(await page.locator('body').innerText()).to.not.match(/undefined|NaN|\[object/);
        expect(await violations()).to.deep.equal([]);
        expect(complaints).to.deep.equal([]);
      });

      it('fits a screen of 360 pixels', async () => {
        await open(locale, { width: 360 });
        for (const address of [...Object.keys(HEADINGS), await payoutAddress()]) {
          await visit(address);
          const width = await page.evaluate('document.documentElement.scrollWidth');
          expect(width, address).to.be.at.most(360);
        }
        await page.getByRole('button').first().click();
        await page.getByRole('navigation').waitFor();
        expect(await violations()).to.deep.equal([]);
      });
    });
  }

  it('has enough contrast in the dark', async () => {
    await open('en', { dark: true });
    for (const address of [...Object.keys(HEADINGS), await payoutAddress()]) {
      await visit(address);
      expect(await violations(), address).to.deep.equal([]);
    }
  });

  it('sends browsers from the root to the pages, and programs the list of routes', async () => {
    await open('en');
    await page.goto(demo.url);
    await page.locator('h1').waitFor();
    expect(page.url()).to.match(/\/portal\/?$/);
    const answer = (await (await fetch(demo.url)).json()) as { service: string };
    expect(answer.service).to.equal('genba-ledger');
  });

  it('changes language and colours, and remembers the language', async () => {
    await open('en');
    await visit('');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('ja');
    await page.getByRole('heading', { level: 1, name: '概要' }).waitFor();
    await page.getByRole('button', { name: '暗い配色' }).click();
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).to.equal('dark');
    await visit('members');
    expect(await page.locator('h1').innerText()).to.equal('会員企業');
  });

  it('is used by the keyboard alone', async () => {
    await open('en');
    await visit('');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate('document.activeElement.textContent') as Promise<string>;
    while ((await focused()) !== 'Datasets') await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Datasets' }).waitFor();
    expect(await focused()).to.equal('Datasets');
    expect(await page.evaluate('document.activeElement.tagName')).to.equal('H1');
  });

  it('finds a company by part of its name, and a version by its content root', async () => {
    await open('ko');
    await visit('');
    await page.getByRole('searchbox').fill('한빛');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: '한빛정밀 주식회사 (데모)' }).click();
    await page.getByRole('heading', { level: 1, name: '한빛정밀 주식회사 (데모)' }).waitFor();
    const { data } = await demo.api.get('version', { id: 2 });
    await visit(`search?q=${data.contentRoot}`);
    await page.getByRole('link', { name: '버전 2' }).click();
    await page.getByRole('heading', { level: 1, name: /스핀들 부하/ }).waitFor();
  });

  it('verifies a file that is registered, and tells one that is not', async () => {
    await open('en');
    await visit('verify?dataset=2');
    const sample = path.join(demo.folder, 'demo', 'samples', 'spindle-load-v1.csv');
    const choose = page.locator('input[type=file]').first();
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await choose.setInputFiles(sample);
    const good = page.getByTestId('good');
    await good.waitFor();
    expect(await good.innerText())
      .to.contain('is version 2 of')
      .and.to.contain('한빛정밀')
      .and.to.contain('that is version 10');

    const changed = readFileSync(sample);
    changed[1000] = (changed[1000] ?? 0) ^ 1;
    const bad = path.join(demo.folder, 'changed.csv');
    writeFileSync(bad, changed);
    await choose.setInputFiles(bad);
    await page.getByTestId('bad').waitFor();
    expect(await page.getByTestId('bad').innerText()).to.contain('changed.csv');
    expect(sent.filter((one) => !one.startsWith('GET '))).to.deep.equal([]);
    expect(complaints).to.deep.equal([]);
  });

  it('hashes a folder by its manifest', async () => {
    await open('en');
    await visit('verify');
    await page
      .locator('input[type=file]')
      .nth(1)
      .setInputFiles(path.join(demo.folder, 'demo', 'samples'));
    const bad = page.getByTestId('bad');
    await bad.waitFor();
    const { folderRootOf } = await import('../../sdk/folder.js');
    const { root } = await folderRootOf(path.join(demo.folder, 'demo', 'samples'));
    expect(await page.locator('code').first().innerText()).to.equal(root);
  });

  it('shows an event as it happens, without being asked', async () => {
    await open('en');
    await visit('events?type=OfferClosed');
    const rows = page.locator('main ol > li');
    const before = await rows.count();
    const deployment = readDeployment(path.join(demo.folder, 'deployments'), 'embedded');
    const provider = openProvider(deployment);
    try {
      const kawabe = (await openKey(demo.folder, 'kawabe', undefined)).connect(provider);
      await mine(connectLedger(deployment, kawabe).market.closeOffer(7, { gasPrice: 0 }));
    } finally {
      provider.destroy();
    }
    await rows.nth(before).waitFor({ timeout: 5_000 });
  });

  it('draws what was made from an earlier version of a dataset too', async () => {
    await open('en');
    await visit('datasets/2');
    const drawing = page.locator('section', { hasText: 'One step each way' });
    await drawing.getByRole('link', { name: 'Inspection of impeller blades' }).first().waitFor();
    expect(await drawing.innerText()).to.contain('Finishing tool path');
  });

  it('names each thing once that it finds, and by what, in the reader’s language', async () => {
    await open('ko');
    await visit('search?q=10');
    const rows = await page.locator('tbody tr').allInnerTexts();
    const motors = rows.filter((row) => row.includes('Nordwind'));
    expect(motors).to.have.lengthOf(1);
    expect(motors[0]).to.contain('번호 및 등록번호');
    expect(rows.join()).to.not.match(/token|identifier/);
    const { asOf } = await demo.api.get('books');
    await visit(`search?q=${asOf.blockHash}`);
    await page.locator('tbody').getByRole('link').click();
    await page.getByText('기록된 값').first().waitFor();
    expect(page.url()).to.match(/events\?block=\d+$/);
  });

  it('leads from an offer to the offer', async () => {
    await open('en', { width: 360 });
    await visit('offers/7');
    await page.waitForURL('**/datasets/4#offer-7');
    await page.locator('#offer-7').waitFor();
    await page.waitForFunction('document.getElementById("offer-7").getBoundingClientRect().top < innerHeight');
  });

  it('draws its heading with its own fonts, where the machine has none for it', async () => {
    await open('ko');
    await visit('');
    // A picture of nothing takes some 200 bytes.
    const drawn = async () => (await page.locator('h1').screenshot()).length > 500;
    for (let look = 0; look < 50 && !(await drawn()); look++) await page.waitForTimeout(100);
    expect(await drawn()).to.equal(true);
  });

  it('shows under new words nothing that the words before have found', async () => {
    await open('en');
    await visit('search?q=Nordwind');
    await page.getByRole('link', { name: 'Nordwind' }).waitFor();
    await page.route(`**/search?q=${encodeURIComponent('한빛')}`, async (route) => {
      await page.waitForTimeout(500);
      await route.continue();
    });
    await page.locator('main').getByRole('searchbox').fill('한빛');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '한빛' }).waitFor();
    expect(await page.locator('main').innerText()).to.not.contain('Nordwind');
    await page.getByRole('link', { name: '한빛' }).waitFor();
    // It may have been asked for once more, because of a new block.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('says so when a page can’t be shown, and leaves the frame around it', async () => {
    await open('ja');
    await visit('');
    await page.route('**/assets/members-page*', (route) => route.fulfill({ status: 404 }));
    await page.getByRole('link', { name: '会員企業', exact: true }).click();
    expect(await page.getByRole('alert').innerText()).to.contain('ページを表示できませんでした。');
    await page.getByRole('link', { name: 'データセット', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'データセット' }).waitFor();
  });

  it('comes back to live events after the service has refused them', async () => {
    await open('en');
    let refusals = 0;
    await page.route('**/events/live', (route) => (refusals++ === 0 ? route.fulfill({ status: 503 }) : route.continue()));
    await visit('');
    await page.getByTestId('live').getByText('No live connection').waitFor();
    await page.getByTestId('live').getByText('Live', { exact: true }).waitFor({ timeout: 10_000 });
  });

  it('is read where a browser keeps nothing', async () => {
    await open('ko');
    await page.addInitScript(`Object.defineProperty(window, 'localStorage', { get() { throw new Error('kept nothing'); } })`);
    await visit('');
    expect(await page.locator('h1').innerText()).to.equal('개요');
  });

  it('says what there is not, in the reader’s language', async () => {
    await open('ja');
    await visit('datasets/999');
    expect(await page.getByRole('alert').innerText()).to.contain('台帳にこの番号のものはありません。');
    await visit('no/such/page');
    expect(await page.locator('h1').innerText()).to.equal('このページはありません。');
    expect(await violations()).to.deep.equal([]);
  });

  it(`takes at most ${MOST_BYTES / 1000} kB for the first view, fonts apart`, async () => {
    await open('ko');
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    const kinds = new Map<string, string>();
    let bytes = 0;
    session.on('Network.responseReceived', ({ requestId, response, type }) => kinds.set(requestId, `${type} ${response.url}`));
    session.on('Network.loadingFinished', ({ encodedDataLength, requestId }) => {
      if (!/^Font|\/fonts-/.test(kinds.get(requestId) ?? '')) bytes += encodedDataLength;
    });
    await visit('');
    await page.waitForTimeout(500);
    expect(bytes).to.be.greaterThan(100_000).and.at.most(MOST_BYTES);
  });
});
