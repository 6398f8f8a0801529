import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { which } from '../test-tools.mjs';
import { Failure, step } from '../step.mjs';
import { uploadRun } from './large-run.mjs';

const MOST_HEAP_MIB = 300;
const MOST_BUNDLE_KB = 350;
const SMALL_RUNS = 60;
const STATE = { services: 60, hosts: 500 };
const FRAMES = 180;
const SCROLL_PX = 900;

/** How fast the page opens and scrolls, and what it weighs: the list of runs, and a run of many hosts and tasks. */
export async function benchWeb({ url, tokenFile, hosts, tasks, json }) {
  const executablePath = which('chromium') ?? which('google-chrome');
  if (executablePath === null) throw new Failure('The figures of the page need a Chromium on this machine.');
  const token = readFileSync(tokenFile, 'utf8').trim();
  const large = await step(`Uploading a run of ${hosts} hosts by ${tasks} tasks`, () =>
    fill({ url, token, hosts, tasks }),
  );
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--enable-precise-memory-info'] });
  try {
    const runs = await measure(browser, { url, token, place: '#/runs', seen: 'tbody tr' });
    const run = await measure(browser, { url, token, place: `#/runs/${large}`, seen: '.heat-told' });
    const results = await measure(browser, {
      url,
      token,
      place: `#/runs/${large}?view=results`,
      seen: '.result-row',
      scrolls: '.results-frame',
    });
    const state = await measure(browser, {
      url,
      token,
      place: '#/state',
      seen: '.large-matrix .state-cell',
      scrolls: '.large-matrix',
    });
    const figures = { hosts, tasks, runs, run, results, state };
    print(figures, json);
    const heap = Math.max(runs.heapMiB, run.heapMiB, results.heapMiB, state.heapMiB);
    return heap <= MOST_HEAP_MIB && runs.bundleKB <= MOST_BUNDLE_KB ? 0 : 1;
  } finally {
    await browser.close();
  }
}

async function fill({ url, token, hosts, tasks }) {
  const now = Date.now();
  for (let index = 0; index < SMALL_RUNS; index++) {
    await uploadRun({ url, token, hosts: 3, tasks: 10, start: now - (index + 2) * 3_600_000 });
  }
  for (let index = 0; index < STATE.services; index++) {
    const service = `service-${String(index).padStart(2, '0')}`;
    await uploadRun({ url, token, hosts: STATE.hosts, tasks: 1, start: now - 2 * 3_600_000 + index * 1_000, service });
  }
  const large = await uploadRun({ url, token, hosts, tasks, start: now - 3_600_000 });
  const results = hosts * tasks;
  for (;;) {
    const query = `{ run(id: "${large}") { status resultCounts { ok changed failed skipped } } }`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    const { run } = (await answer.json()).data;
    const counted = Object.values(run?.resultCounts ?? {}).reduce((sum, count) => sum + count, 0);
    if (run?.status === 'completed' && counted === results) return large;
    await sleep(500);
  }
}

/** A fresh browser profile: nothing is cached. */
async function measure(browser, { url, token, place, seen, scrolls }) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript(`
    sessionStorage.setItem('playledger.token', ${JSON.stringify(token)});
    window.lastLongTask = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.lastLongTask = entry.startTime + entry.duration;
    }).observe({ type: 'longtask', buffered: true });
  `);
  const page = await context.newPage();
  const files = [];
  page.on('response', (response) => {
    if (!/\.(js|css)$/.test(new URL(response.url()).pathname)) return;
    files.push(response.body().then((body) => gzipSync(body).length));
  });
  await page.goto(`${url}/${place}`);
  await page.locator(seen).first().waitFor();
  const shownMs = await page.evaluate('performance.now()');
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
async function lastLongTask(page) {
  for (;;) {
    // By the debugger: the page's own policy lets nobody evaluate, so Playwright cannot wait for it.
    const [now, longTask] = await page.evaluate('[performance.now(), window.lastLongTask]');
    if (now - longTask > 1_000) return longTask;
    await sleep(100);
  }
}

/** Milliseconds between the frames of a fast scroll, down and, where there is more to the right, across. */
async function scroll(page, selector) {
  const times = await page.evaluate(`new Promise((done) => {
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
  const at = (part) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] * 10) / 10;
  return { frameP50Ms: at(0.5), frameP95Ms: at(0.95), frameMaxMs: at(1) };
}

function print(figures, json) {
  const { hosts, tasks, ...places } = figures;
  process.stdout.write(`\n${hosts} hosts by ${tasks} tasks\n`);
  for (const [place, measured] of Object.entries(places)) {
    const words = Object.entries(measured).map(([name, value]) => `${name} ${value}`);
    process.stdout.write(`${place.padEnd(8)} ${words.join('  ')}\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify(figures)}\n`);
}
