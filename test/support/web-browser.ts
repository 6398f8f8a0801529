import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { ApiClient } from './api-client.js';
import { findBrowser } from '#scripts/test-tools';

/** Kept after the tests for people to look at; git knows nothing of them. */
const SCREENSHOTS = join(process.cwd(), 'test/artifacts/web');

export const WIDTHS = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

export interface Reader {
  width?: keyof typeof WIDTHS;
  theme?: 'light' | 'dark';
  language?: 'en' | 'de';
  /** What time it is for them, where the page asks for the last days; without it, now. */
  now?: Date;
  /** Further preferences, as the page keeps them. */
  preferences?: Record<string, string>;
}

export interface SignedOutReader {
  width?: keyof typeof WIDTHS;
  /** Their URLs. */
  others?: readonly string[];
}

/** A browser for the web page: every page in it is watched for what no page may do. */
export class WebBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly client: ApiClient,
  ) {}

  /** null when this machine has no Chromium: `npm test` installs one where it can. */
  static readonly executablePath = findBrowser();

  static async launch(client: ApiClient): Promise<WebBrowser> {
    // Tests may run as root, under which Chromium has no sandbox. A preview of print waits for somebody to close it.
    const args = ['--no-sandbox', '--disable-print-preview'];
    const executablePath = WebBrowser.executablePath ?? '';
    return new WebBrowser(await chromium.launch({ executablePath, args }), client);
  }

  /** A signed-in reader. */
  async open(
    place: string,
    { width = 'desktop', theme, language = 'en', now, preferences }: Reader = {},
  ): Promise<Tab> {
    const context = await this.browser.newContext({
      viewport: WIDTHS[width],
      locale: language,
      timezoneId: 'Asia/Tokyo',
      ...(theme !== undefined && { colorScheme: theme }),
    });
    if (now !== undefined) await context.clock.setFixedTime(now);
    const kept = JSON.stringify(preferences ?? {});
    await context.addInitScript(`
      sessionStorage.setItem('playledger.token', ${JSON.stringify(this.client.token)});
      if (localStorage.getItem('playledger.preferences') === null) {
        localStorage.setItem('playledger.preferences', ${JSON.stringify(kept)});
      }
    `);
    return this.watched(context, place, width);
  }

  /** Somebody who has no token yet, and who may go to these other servers too. */
  async openSignedOut(place: string, { width = 'desktop', others = [] }: SignedOutReader = {}): Promise<Tab> {
    return this.watched(await this.browser.newContext({ viewport: WIDTHS[width] }), place, width, others);
  }

  private async watched(
    context: BrowserContext,
    place: string,
    width: keyof typeof WIDTHS,
    others: readonly string[] = [],
  ): Promise<Tab> {
    const tab = new Tab(await context.newPage(), this.client.url, width, others);
    await tab.goto(place);
    return tab;
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

/** A page, and what it did that it may not do. */
export class Tab {
  private readonly complaints: string[] = [];

  constructor(
    readonly page: Page,
    private readonly url: string,
    private readonly width: string,
    private readonly others: readonly string[] = [],
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('dialog', (dialog) => {
      this.complaints.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      // A blob is a file that the page made itself.
      const address = request.url().replace(/^blob:/, '');
      if (![url, ...this.others].some((server) => address.startsWith(`${server}/`)))
        this.complaints.push(`a request to ${request.url()}`);
    });
    page.on('popup', () => this.complaints.push('a popup'));
  }

  /** `#/runs?q=...` */
  async goto(place: string): Promise<void> {
    await this.page.goto(`${this.url}/${place}`);
  }

  /** Saves what the reader sees, in full length. */
  async screenshot(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}-${this.width}.png`), fullPage: true });
  }

  /** What axe finds against WCAG 2.2 AA and holds for serious. */
  async seriousFindings(): Promise<string[]> {
    // By the debugger: the page's own policy lets nobody add a script.
    if (await this.page.evaluate('globalThis.axe === undefined')) await this.page.evaluate(axe.source);
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await this.page.evaluate<AxeResults>(
      `axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] })`,
    );
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary ?? ''}`));
  }

  /** Whether one must scroll sideways to read the page. */
  overflows(): Promise<boolean> {
    return this.page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  }

  /** Closes it; gives what it did that it may not do: errors, requests to others, dialogs. */
  async close(): Promise<string[]> {
    await this.page.context().close();
    return this.complaints;
  }
}
