import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { createApi } from '../sdk/api/client.js';
import { browserAbsence, launchBrowser } from '../test/support/browser.js';
import { placeDemo } from '../test/support/demo-ledger.js';

const ROOT = path.resolve(import.meta.dirname, '..');
const USAGE = `usage: npm run screens [-- URL]
Makes pictures of all pages in three languages, light and dark, wide and narrow, into build/screens/: of the service at URL, or of a demo
consortium that it starts.`;

const LANGUAGES = ['en', 'ko', 'ja'];
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 780 };

/** The pages by name; the one of a payout is found first. */
async function pagesOf(url: string): Promise<Record<string, string>> {
  const { data } = await createApi(url).page('payouts', { kind: 'credit', order: 'desc', limit: 1 });
  return {
    overview: '',
    datasets: 'datasets',
    dataset: 'datasets/5',
    members: 'members',
    member: 'members/6',
    payouts: 'payouts',
    payout: `payouts/${data[0]?.id}`,
    events: 'events',
    search: 'search?q=999',
    verify: 'verify?dataset=2',
    missing: 'datasets/999',
  };
}

/** Waits for the parts of our fonts that a page needs: on a machine without CJK fonts, nothing stands in for them. */
async function allDrawn(page: Page): Promise<void> {
  const wait = `new Promise((done) => {
    const look = () => (document.fonts.size > 100 && document.fonts.status === 'loaded' ? done() : setTimeout(look, 50));
    setTimeout(look, 250);
  })`;
  await page.evaluate(wait);
  await page.evaluate(wait);
}

async function takeScreens(url: string): Promise<void> {
  const folder = path.join(ROOT, 'build', 'screens');
  mkdirSync(folder, { recursive: true });
  const pages = await pagesOf(url);
  const browser = await launchBrowser();
  try {
    for (const locale of LANGUAGES) {
      for (const [kind, viewport, colorScheme] of [
        ['wide', WIDE, 'light'],
        ['dark', WIDE, 'dark'],
        ['narrow', NARROW, 'light'],
      ] as const) {
        const context = await browser.newContext({ locale, viewport, colorScheme });
        const page = await context.newPage();
        for (const [name, address] of Object.entries(pages)) {
          await page.goto(`${url}/portal/${address}`);
          await page.locator('h1').waitFor();
          await page.locator('[role=status]').first().waitFor({ state: 'detached' });
          await allDrawn(page);
          await page.screenshot({ path: path.join(folder, `${name}-${locale}-${kind}.png`), fullPage: true });
        }
        await context.close();
      }
      console.log(`screens: ${locale}`);
    }
  } finally {
    await browser.close();
  }
  console.log(`screens: in ${folder}`);
}

const [url] = process.argv.slice(2);
if (url === '--help') console.log(USAGE);
else if (browserAbsence() !== undefined) console.log(`screens: skipped, for ${browserAbsence()}`);
else if (url !== undefined) await takeScreens(url);
else {
  console.log('screens: starting a demo consortium');
  const demo = await placeDemo();
  try {
    await demo.start();
    await takeScreens(demo.url);
  } finally {
    await demo.stop();
    await demo.forget();
  }
}
