import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Browser } from 'playwright-core';
import { ROOT } from '#scripts/root';
import { Failure, step } from '#scripts/step';
import { ensureBrowser } from '#scripts/test-tools';
import { DEMO_RUNS } from '../../apps/standalone/src/demo/demo-runs.js';
import { withProduct } from '../bench/running-product.js';

const FOLDER = join(ROOT, 'docs', 'images');
const VIEWPORT = { width: 1280, height: 800 };
const FOLDED_LOOKS = 240;

interface Target {
  url: string;
  token: string;
}

interface Screenshot {
  file: string;
  /** The part of the address behind the host. */
  place: string;
  /** Is there when the page has its data. */
  seen: string;
}

/** The pictures of the README, of the demo as `npm start -- --demo` shows it. */
export async function takeScreenshots(): Promise<void> {
  const executablePath = await ensureBrowser();
  if (executablePath === null) throw new Failure('Screenshots need a Chromium on this machine.');
  await withProduct(
    async ({ url, tokenFile }) => {
      const target = { url, token: readFileSync(tokenFile, 'utf8').trim() };
      const failed = await step('Waiting for the demo to be folded', () => failedRun(target));
      mkdirSync(FOLDER, { recursive: true });
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
      try {
        await take(browser, target, { file: 'runs.png', place: '/', seen: 'tbody tr' });
        await take(browser, target, { file: 'run.png', place: `/#/runs/${failed}`, seen: 'article.failure' });
      } finally {
        await browser.close();
      }
    },
    ['--demo'],
  );
}

async function take(browser: Browser, { url, token }: Target, { file, place, seen }: Screenshot): Promise<void> {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en', timezoneId: 'Europe/Berlin' });
  await context.addInitScript(`sessionStorage.setItem('playledger.token', ${JSON.stringify(token)})`);
  const page = await context.newPage();
  await page.goto(`${url}${place}`);
  await page.locator(seen).first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(FOLDER, file), animations: 'disabled' });
  await context.close();
}

/** The newest run that failed, once no run of the demo is under way. */
async function failedRun({ url, token }: Target): Promise<string> {
  const query = `{
    runs { totalCount }
    running: runs(filter: { status: running }) { totalCount }
    failed: runs(first: 1, filter: { status: failed }) { nodes { uuid } }
  }`;
  for (let looks = 0; looks < FOLDED_LOOKS; looks += 1) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { data } = (await response.json()) as { data: Demo };
    const [failed] = data.failed.nodes;
    if (data.runs.totalCount >= DEMO_RUNS.length && data.running.totalCount === 0 && failed) return failed.uuid;
    await sleep(500);
  }
  throw new Failure('The demo was not folded in two minutes.');
}

interface Demo {
  runs: { totalCount: number };
  running: { totalCount: number };
  failed: { nodes: { uuid: string }[] };
}
