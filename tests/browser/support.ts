// One Chromium for a test file, and the built page served with or without the isolation headers.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { DoorOptions, DoorResult } from '../../web/app/door';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

interface Server {
  readonly url: string;
  readonly close: () => Promise<void>;
}
interface StaticServer {
  readonly serve: (folder: string, options: { isolate: boolean }) => Promise<Server>;
}
interface Tools {
  readonly chromiumPath: () => string | null;
}

const load = async <T>(path: string) => (await import(pathToFileURL(join(root, path)).href)) as T;

export const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
};

export interface OpenedPage {
  readonly page: Page;
  /** What the page reported as wrong: uncaught errors and console errors. */
  readonly problems: string[];
}

/** Site is the built page in a browser, for one test file. */
export class Site {
  private server: Server | null = null;
  private browser: Browser | null = null;

  constructor(
    private readonly folder = 'dist',
    private readonly isolate = true,
  ) {
    beforeAll(() => this.start());
    afterAll(() => this.end());
  }

  private async start(): Promise<void> {
    const folder = join(root, this.folder);
    if (!existsSync(join(folder, 'index.html'))) {
      throw new Error(`${this.folder} is not built: npm test builds it, or npm run build`);
    }
    const { serve } = await load<StaticServer>('scripts/lib/static_server.mjs');
    const { chromiumPath } = await load<Tools>('scripts/lib/tools.mjs');
    this.server = await serve(folder, { isolate: this.isolate });
    const executablePath = chromiumPath();
    if (executablePath === null) throw new Error('no Chromium found');
    this.browser = await chromium.launch({
      executablePath,
      timeout: 240_000,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--js-flags=--expose-gc',
      ],
    });
  }

  private async end(): Promise<void> {
    await this.browser?.close();
    await this.server?.close();
  }

  /** url is where the site is served. */
  get url(): string {
    return this.server?.url ?? '';
  }

  /** open opens the page in a fresh context, so that nothing is remembered between tests. */
  async open(options: BrowserContextOptions = desktop, query = ''): Promise<OpenedPage> {
    const opened = await this.blank(options);
    await opened.page.goto(this.url + query);
    await opened.page.locator('button.primary').waitFor();
    return opened;
  }

  /** blank opens an empty page in a fresh context. */
  async blank(options: BrowserContextOptions = desktop): Promise<OpenedPage> {
    if (!this.browser) throw new Error('the site was not started');
    const context = await this.browser.newContext(options);
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    return { page, problems };
  }

  /** targets counts the browser's Workers, nested ones included. */
  async workers(): Promise<number> {
    const session = await this.browser?.newBrowserCDPSession();
    if (!session) return 0;
    const { targetInfos } = await session.send('Target.getTargets', {
      filter: [{ type: 'worker' }, { exclude: true }],
    });
    await session.detach();
    return targetInfos.length;
  }
}

/** gopark calls window.gopark.run in the page. */
export function gopark(page: Page, source: string, options: DoorOptions = {}): Promise<DoorResult> {
  return page.evaluate(([text, given]) => window.gopark.run(text, given), [
    source,
    options,
  ] as const);
}

/** typeProgram replaces the text of the editor. */
export async function typeProgram(page: Page, source: string): Promise<void> {
  const editor = page.locator('.cm-content');
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(source);
}

/** status waits until the status line matches, and returns what it said then. */
export async function status(page: Page, pattern: RegExp, timeout = 120_000): Promise<string> {
  // Looked at and read in one go: the line may say something else a moment later.
  const words = await page.waitForFunction(
    ([source, flags]) => {
      const text = document.querySelector('[role=status]')?.textContent ?? '';
      return new RegExp(source, flags).test(text) ? text : null;
    },
    [pattern.source, pattern.flags] as const,
    { timeout },
  );
  return (await words.jsonValue()) ?? '';
}

/** outputText is what the output pane shows once it has come to rest: it is drawn in frames. */
export function outputText(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const read = () =>
      [...document.querySelectorAll('.output .row .text')].map((row) => row.textContent).join('\n');
    let text = read();
    for (let same = 0; same < 4;) {
      await new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn), 40));
      const now = read();
      same = now === text ? same + 1 : 0;
      text = now;
    }
    return text;
  });
}

/** press presses Run and waits for the end. */
export async function press(page: Page, timeout = 120_000): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await status(page, /Exit status|Stopped|Not run|failed/, timeout);
}

/** run presses Run and returns what the output pane shows at the end. */
export async function run(page: Page, timeout = 120_000): Promise<string> {
  await press(page, timeout);
  return outputText(page);
}

/** screenshot saves a picture to build/screenshots. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join(root, 'build', 'screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
