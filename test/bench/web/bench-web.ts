import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { Failure, step } from '#scripts/step';
import { which } from '#scripts/test-tools';
import { withProduct } from '../running-product.js';
import { type RunSize, uploadRun } from './large-run.js';

const MOST_HEAP_MIB = 300;
const MOST_BUNDLE_KB = 350;
const SMALL_RUNS = 60;
const STATE = { services: 60, hosts: 500 };
const FRAMES = 180;
const SCROLL_PX = 900;

type LargeSize = Required<Pick<RunSize, 'hosts' | 'tasks' | 'oneFailureIn'>>;

interface LargeIngest {
  /** From the first batch to the answer to the last one. */
  sentInSeconds: number;
  /** How long after that all of it was there. */
  foldedAfterSeconds: number;
}

interface Target {
  url: string;
  token: string;
}

interface Place {
  /** The part of the address behind the host. */
  place: string;
  /** What is there when the page is shown. */
  seen: string;
  /** What is scrolled. */
  scrolls?: string;
}

interface PlaceFigures {
  shownMs: number;
  interactiveMs: number;
  bundleKB: number;
  frameP50Ms?: number;
  frameP95Ms?: number;
  frameMaxMs?: number;
  heapMiB: number;
}

/** How fast the page opens and scrolls, and what it weighs: the list of runs, and a run of many hosts and tasks. */
export function benchWeb(args: string[]): Promise<number> {
  const number = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  const options = {
    ...{ hosts: number('200'), tasks: number('2000'), 'one-failure-in': number('5000') },
    json: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ args, options });
  const [hosts, tasks, oneFailureIn] = [values.hosts, values.tasks, values['one-failure-in']].map(Number) as [
    number,
    number,
    number,
  ];
  if (!(hosts > 0 && tasks > 0 && oneFailureIn > 0)) {
    throw new Failure('--hosts, --tasks and --one-failure-in are numbers from 1.');
  }
  return withProduct(async ({ url, tokenFile }) => {
    const token = readFileSync(tokenFile, 'utf8').trim();
    return measureAll({ url, token }, { hosts, tasks, oneFailureIn }, values.json);
  });
}

async function measureAll(target: Target, size: LargeSize, json: boolean): Promise<number> {
  const executablePath = which('chromium') ?? which('google-chrome');
  if (executablePath === null) throw new Failure('The figures of the page need a Chromium on this machine.');
  const { hosts, tasks } = size;
  await step('Uploading many small runs', () => fill(target));
  const { uuid: large, ...ingest } = await step(`Uploading a run of ${hosts} hosts by ${tasks} tasks`, () =>
    uploadLarge(target, size),
  );
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--enable-precise-memory-info'] });
  try {
    const runs = await measure(browser, target, { place: '#/runs', seen: 'tbody tr' });
    const run = await measure(browser, target, { place: `#/runs/${large}`, seen: '.heat-told' });
    const results = await measure(browser, target, {
      place: `#/runs/${large}?view=results`,
      seen: '.result-row',
      scrolls: '.results-frame',
    });
    const state = await measure(browser, target, {
      place: '#/state',
      seen: '.large-matrix .state-cell',
      scrolls: '.large-matrix',
    });
    const places = { runs, run, results, state };
    print(size, ingest, places);
    if (json) process.stdout.write(`${JSON.stringify({ hosts, tasks, ingest, ...places })}\n`);
    const heap = Math.max(runs.heapMiB, run.heapMiB, results.heapMiB, state.heapMiB);
    return heap <= MOST_HEAP_MIB && runs.bundleKB <= MOST_BUNDLE_KB ? 0 : 1;
  } finally {
    await browser.close();
  }
}

interface CountsAnswer {
  data: { run: { status: string; resultCounts: Record<string, number> } | null };
}

async function fill(target: Target): Promise<void> {
  const now = Date.now();
  for (let index = 0; index < SMALL_RUNS; index++) {
    await uploadRun(target, { hosts: 3, tasks: 10, start: now - (index + 2) * 3_600_000 });
  }
  for (let index = 0; index < STATE.services; index++) {
    const service = `service-${String(index).padStart(2, '0')}`;
    const start = now - 2 * 3_600_000 + index * 1_000;
    await uploadRun(target, { hosts: STATE.hosts, tasks: 1, start, service });
  }
}

/** Returns when all of it is there, and what failed is grouped. */
async function uploadLarge(target: Target, size: LargeSize): Promise<LargeIngest & { uuid: string }> {
  const { url, token } = target;
  const started = performance.now();
  const uuid = await uploadRun(target, { ...size, start: Date.now() - 3_600_000 });
  const sent = performance.now();
  const results = size.hosts * size.tasks;
  for (;;) {
    const query = `{ run(id: "${uuid}") { status resultCounts { ok changed failed skipped } } }`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    const { run } = ((await answer.json()) as CountsAnswer).data;
    const counted = Object.values(run?.resultCounts ?? {}).reduce((sum, count) => sum + count, 0);
    if (run?.status === 'completed' && counted === results) {
      const seconds = (from: number, to: number) => Math.round((to - from) / 100) / 10;
      return { uuid, sentInSeconds: seconds(started, sent), foldedAfterSeconds: seconds(sent, performance.now()) };
    }
    await sleep(500);
  }
}

/** A fresh browser profile: nothing is cached. */
async function measure(
  browser: Browser,
  { url, token }: Target,
  { place, seen, scrolls }: Place,
): Promise<PlaceFigures> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript(`
    sessionStorage.setItem('playledger.token', ${JSON.stringify(token)});
    window.lastLongTask = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.lastLongTask = entry.startTime + entry.duration;
    }).observe({ type: 'longtask', buffered: true });
  `);
  const page = await context.newPage();
  const files: Promise<number>[] = [];
  page.on('response', (response) => {
    if (!/\.(js|css)$/.test(new URL(response.url()).pathname)) return;
    files.push(response.body().then((body) => gzipSync(body).length));
  });
  await page.goto(`${url}/${place}`);
  await page.locator(seen).first().waitFor();
  const shownMs = await page.evaluate<number>('performance.now()');
  const longTask = await lastLongTask(page);
  // Summed when all are here: they come beside each other.
  const bundle = (await Promise.all(files)).reduce((sum, size) => sum + size, 0);
  const figures = {
    shownMs: Math.round(shownMs),
    interactiveMs: Math.round(Math.max(shownMs, longTask)),
    bundleKB: Math.round(bundle / 100) / 10,
  };
  const frames = scrolls === undefined ? {} : await scroll(page, scrolls);
  const session = await context.newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await context.close();
  return { ...figures, ...frames, heapMiB: Math.round((usedSize / 2 ** 20) * 10) / 10 };
}

/** When it was interactive: no task has held the page up for a second. */
async function lastLongTask(page: Page): Promise<number> {
  for (;;) {
    // By the debugger: the page's own policy lets nobody evaluate, so Playwright cannot wait for it.
    const [now, longTask] = await page.evaluate<[number, number]>('[performance.now(), window.lastLongTask]');
    if (now - longTask > 1_000) return longTask;
    await sleep(100);
  }
}

/** Milliseconds between the frames of a fast scroll, down and, where there is more to the right, across. */
async function scroll(page: Page, selector: string) {
  const times = await page.evaluate<number[]>(`new Promise((done) => {
    const frame = document.querySelector(${JSON.stringify(selector)});
    const times = [];
    let last = performance.now();
    const next = () => {
      const now = performance.now();
      times.push(now - last);
      last = now;
      frame.scrollTop += ${SCROLL_PX};
      if (frame.scrollWidth > frame.clientWidth) frame.scrollLeft += ${SCROLL_PX};
      if (times.length > ${FRAMES}) done(times.slice(1));
      else requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  })`);
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN) * 10) / 10;
  return { frameP50Ms: at(0.5), frameP95Ms: at(0.95), frameMaxMs: at(1) };
}

function print({ hosts, tasks }: LargeSize, ingest: LargeIngest, places: Record<string, PlaceFigures>): void {
  process.stdout.write(`\n${hosts} hosts by ${tasks} tasks\n`);
  const { sentInSeconds, foldedAfterSeconds } = ingest;
  process.stdout.write(`sent in ${sentInSeconds} s, folded and grouped ${foldedAfterSeconds} s after that\n`);
  for (const [place, measured] of Object.entries(places)) {
    const words = Object.entries(measured).map(([name, value]) => `${name} ${value}`);
    process.stdout.write(`${place.padEnd(8)} ${words.join('  ')}\n`);
  }
}
