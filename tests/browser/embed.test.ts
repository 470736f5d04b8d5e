// The embed on other people's pages: of another origin, under a strict policy, in a sandboxed frame,
// many at once; and that it keeps its hands off everything that is the page's.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { status, Site } from './support';

const pingPong = `package main

import "fmt" // gopark:hide

func main() {
	c := make(chan string)
	go func() {
		c <- "ping"
		c <- "pong"
	}()
	fmt.Println(<-c)
	fmt.Println(<-c)
}
`;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const code = (text: string) => `<pre><code>${escaped(text)}</code></pre>`;

interface HostPage {
  readonly policy?: string;
  readonly body: string;
}

const site = new Site();
// Pages of a host. What is not one of them comes from the site, so the host is also a site that has
// Gopark's files itself.
const pages = new Map<string, HostPage>();
let server: Server;
let host = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    void (async () => {
      const path = (request.url ?? '').slice(1).replace(/\?.*/, '');
      const page = pages.get(path);
      if (page) {
        const head = { 'Content-Type': 'text/html; charset=utf-8' };
        const policy = page.policy === undefined ? {} : { 'Content-Security-Policy': page.policy };
        response.writeHead(200, { ...head, ...policy });
        response.end(`<!doctype html><meta charset="utf-8"><title>Host</title>${page.body}`);
        return;
      }
      // Browsers ask every host for one.
      if (path === 'favicon.ico') {
        response.writeHead(204).end();
        return;
      }
      const answer = await fetch(site.url + path);
      const type = answer.headers.get('Content-Type') ?? 'text/plain';
      response.writeHead(answer.status, { 'Content-Type': type });
      response.end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  host = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => server.close());

const script = (base: string) => `<script type="module" src="${base}embed.js"></script>`;

// Opens a page of the host and waits until its embeds have their programs.
async function open(name: string, page: HostPage) {
  pages.set(name, page);
  const opened = await site.blank();
  const requests: string[] = [];
  opened.page.on('request', (request) => requests.push(request.url()));
  await opened.page.goto(host + name);
  await opened.page.waitForFunction(() => {
    const embeds = [...document.querySelectorAll('go-park')];
    return embeds.every((embed) => embed.shadowRoot !== null && embed.code !== '');
  });
  return { ...opened, requests };
}

// Runs an embed to its end; what it told the page on the way.
function runs(page: Page, index = 0) {
  return page.evaluate(async (at) => {
    const embed = document.querySelectorAll('go-park')[at];
    if (!embed) throw new Error('no such embed');
    const told: { type: string; detail: Record<string, unknown> }[] = [];
    const listen = (event: Event) => {
      const { type, detail } = event as CustomEvent<Record<string, unknown>>;
      told.push({ type, detail });
    };
    const types = ['step', 'output', 'outcome', 'pass', 'fail'];
    // On the document: they bubble.
    for (const type of types) document.addEventListener(type, listen);
    const over = new Promise((done) => embed.addEventListener('outcome', done));
    void embed.run();
    await over;
    for (const type of types) document.removeEventListener(type, listen);
    return told;
  }, index);
}

const of = (told: Awaited<ReturnType<typeof runs>>, type: string) =>
  told.filter((one) => one.type === type).map(({ detail }) => detail);

const moment = (page: Page, index = 0) =>
  page.evaluate((at) => document.querySelectorAll('go-park')[at]?.moment ?? -1, index);

describe('an embed on a page of another origin', () => {
  it('shows the program at once, and loads nothing else before it is run', async () => {
    const { page, problems, requests } = await open('plain', {
      body: `${script(site.url)}<p>Before</p>
        <go-park speed="max" expect="ping\npong">${code(pingPong)}</go-park><p id="after">After</p>`,
    });
    const embed = page.locator('go-park');
    const shown = await embed
      .locator('.gp-line')
      .evaluateAll((lines) => lines.map((line) => [line.getAttribute('data-n'), line.textContent]));
    expect(shown[0]).toEqual(['1', 'package main']);
    expect(shown.map(([, text]) => text).join('\n')).not.toContain('gopark:hide');
    expect(shown.at(-1)?.[0]).toBe('13');
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
    await embed.getByRole('button', { name: 'Show 1 hidden line' }).click();
    expect(await embed.locator('.gp-line').count()).toBe(13);
    // The program is still in the page itself.
    expect(await page.locator('go-park > pre').textContent()).toBe(pingPong);
    expect(requests.filter((url) => url.startsWith(site.url))).toEqual([`${site.url}embed.js`]);

    const top = () => page.locator('#after').evaluate((element: HTMLElement) => element.offsetTop);
    const before = await top();
    const told = await runs(page);
    expect(of(told, 'output').map(({ text }) => text)).toEqual(['ping\n', 'pong\n']);
    expect(of(told, 'outcome')).toMatchObject([
      { kind: 'exited', exitCode: 0, stdout: 'ping\npong\n' },
    ]);
    expect(of(told, 'pass')).toHaveLength(1);
    expect(of(told, 'fail')).toHaveLength(0);
    expect(of(told, 'step').length).toBeGreaterThan(0);
    await expect.poll(() => embed.locator('.proc').count()).toBe(4);
    expect(await top()).toBe(before);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('shares one engine with the others, and goes on where it had to stop', async () => {
    const { page, problems } = await open('several', {
      body:
        script(site.url) + `<go-park speed="max" moment="12">${code(pingPong)}</go-park>`.repeat(3),
    });
    const first = page.locator('go-park').first();
    await first.getByRole('button', { name: 'Run' }).click();
    await expect.poll(() => moment(page)).toBe(12);
    const text = () => first.locator('.board').innerText();
    await expect.poll(async () => (await text()).includes('M0')).toBe(true);
    const picture = await text();
    for (const other of [1, 2]) {
      await page.locator('go-park').nth(other).getByRole('button', { name: 'Run' }).click();
      await expect.poll(() => moment(page, other)).toBe(12);
    }
    await expect.poll(() => site.workers()).toBe(1);
    await first.getByRole('button', { name: 'Step forward' }).click();
    await expect.poll(() => moment(page)).toBe(13);
    await first.getByRole('button', { name: 'Step back' }).click();
    await expect.poll(() => moment(page)).toBe(12);
    await expect.poll(text).toBe(picture);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('takes keys only while it has the focus, and keeps those to itself', async () => {
    const { page } = await open('keys', {
      body: `${script(site.url)}<button id="own">Own</button>
        <go-park moment="5" editable>${code(pingPong)}</go-park>`,
    });
    await page.evaluate(() => {
      const heard: string[] = [];
      document.addEventListener('keydown', (event) => heard.push(event.key));
      Object.assign(window, { heard });
    });
    const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    const embed = page.locator('go-park');
    await embed.getByRole('button', { name: 'Run' }).click();
    await expect.poll(() => moment(page)).toBe(5);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => moment(page)).toBe(6);
    await embed.locator('textarea').click();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.type('// s');
    await page.keyboard.press('Enter');
    expect(await embed.evaluate((element: HTMLElementTagNameMap['go-park']) => element.code)).toBe(
      `// s\n${pingPong}`,
    );
    // Another text: the run of the one before is gone.
    await expect.poll(() => moment(page)).toBe(0);
    expect(await heard()).toEqual([]);
    await page.locator('#own').focus();
    await page.keyboard.press('ArrowRight');
    expect(await heard()).toEqual(['ArrowRight']);
    expect(await moment(page)).toBe(0);
    await page.context().close();
  });

  it('obeys methods and changed attributes, and follows the colours of the page', async () => {
    const { page } = await open('driven', {
      body: `${script(site.url)}<style>body { background: #fff }</style>
        <go-park view="code" speed="max" expect="pong">${code(pingPong)}</go-park>`,
    });
    const base = page.locator('go-park .gp');
    expect(await base.getAttribute('data-theme')).toBe('light');
    await page.evaluate(() => (document.body.style.background = '#111'));
    await expect.poll(() => base.getAttribute('data-theme')).toBe('dark');
    expect(of(await runs(page), 'fail')).toMatchObject([{ expected: 'pong', got: 'ping\npong\n' }]);
    await page.evaluate(async () => {
      const embed = document.querySelector('go-park');
      if (!embed) return;
      embed.setAttribute('theme', 'light');
      embed.setAttribute('procs', '2');
      embed.setAttribute('view', 'board,decisions');
      embed.code = 'package main\n\nfunc main() { println("hi") }\n';
      await embed.seek(9);
      await embed.back(2);
      await embed.step();
    });
    await expect.poll(() => moment(page)).toBe(8);
    expect(await base.getAttribute('data-theme')).toBe('light');
    await expect.poll(() => page.locator('go-park .proc').count()).toBe(2);
    await expect.poll(() => page.locator('go-park .decision').count()).toBeGreaterThan(0);
    const schedule = () => page.evaluate(() => document.querySelector('go-park')?.schedule);
    expect(await schedule()).toMatch(/^v1,procs=2,seed=1/);
    await page.evaluate(() => document.querySelector('go-park')?.reset());
    expect(await page.evaluate(() => document.querySelector('go-park')?.code)).toBe(pingPong);
    expect(await moment(page)).toBe(0);
    await page.context().close();
  });

  it('links to the lab with program, schedule and moment', async () => {
    const { page } = await open('link', {
      body: `${script(site.url)}<go-park procs="2" seed="7">${code(pingPong)}</go-park>`,
    });
    await page.evaluate(() => document.querySelector('go-park')?.seek(20));
    await expect.poll(() => moment(page)).toBe(20);
    const link = page.getByRole('link', { name: 'Open in lab' });
    await link.hover();
    await expect.poll(() => link.getAttribute('href')).toMatch(/#1\../);
    const href = (await link.getAttribute('href')) ?? '';
    expect(href.startsWith(`${site.url}#1.`)).toBe(true);
    await page.goto(href);
    await status(page, /Paused at event 20/);
    expect(await page.locator('.cm-content').innerText()).toContain('c <- "ping"');
    await page.context().close();
  });
});

describe('a strict Content-Security-Policy', () => {
  it('is no obstacle where the files lie on the same site', async () => {
    const { page, problems } = await open('strict', {
      policy: "default-src 'none'; script-src 'self'",
      body: `${script(host)}<go-park speed="max">${code(pingPong)}</go-park>`,
    });
    expect(of(await runs(page), 'outcome')).toMatchObject([{ kind: 'exited', exitCode: 0 }]);
    await expect.poll(() => page.locator('go-park .proc').count()).toBe(4);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('needs four words for files of another site, and says so without them', async () => {
    const embed = `${script(site.url)}<go-park speed="max">${code(pingPong)}</go-park>`;
    const origin = new URL(site.url).origin;
    const allowed = await open('allowed', {
      policy: `default-src 'none'; script-src ${origin} 'wasm-unsafe-eval'; worker-src blob:; connect-src ${origin}`,
      body: embed,
    });
    expect(of(await runs(allowed.page), 'outcome')).toMatchObject([{ kind: 'exited' }]);
    expect(allowed.problems).toEqual([]);
    await allowed.page.context().close();
    const { page } = await open('forbidden', {
      policy: `default-src 'none'; script-src ${origin}`,
      body: embed,
    });
    const [outcome] = of(await runs(page), 'outcome');
    expect(outcome).toMatchObject({ kind: 'failed' });
    expect(outcome?.['message']).toContain('worker-src blob:');
    expect(await page.locator('go-park .gp-line').count()).toBeGreaterThan(9);
    await page.context().close();
  });
});

describe('embed.html', () => {
  it('runs in a sandboxed frame, and talks with the page around it', async () => {
    const options = new URLSearchParams({ program: pingPong, speed: 'max', expect: 'ping\npong' });
    pages.set('frame', {
      body: `<iframe sandbox="allow-scripts" src="${site.url}embed.html#${escaped(options.toString())}"></iframe>`,
    });
    const { page, problems } = await site.blank();
    await page.addInitScript(() => {
      const heard: Record<string, unknown>[] = [];
      Object.assign(window, { heard });
      addEventListener('message', ({ data, source }) => {
        const { type } = data as { type: string };
        heard.push(data as Record<string, unknown>);
        const say = (words: object) =>
          (source as Window).postMessage({ gopark: 1, ...words }, { targetOrigin: '*' });
        if (type === 'loaded') say({ type: 'hello' });
        if (type === 'ready') say({ type: 'run' });
        if (type === 'pass') say({ type: 'get', id: 7 });
      });
    });
    await page.goto(`${host}frame`);
    const heard = () =>
      page.evaluate(() => (window as unknown as { heard: Record<string, unknown>[] }).heard);
    await expect.poll(async () => (await heard()).some(({ type }) => type === 'state')).toBe(true);
    const all = await heard();
    const one = (type: string) => all.find((message) => message['type'] === type);
    expect(one('outcome')?.['detail']).toMatchObject({ kind: 'exited', stdout: 'ping\npong\n' });
    expect(one('state')).toMatchObject({ id: 7, state: 'ended', code: pingPong });
    const heights = all.filter(({ type }) => type === 'height').map(({ height }) => height);
    expect(Number(heights.at(-1))).toBeGreaterThan(200);
    expect(all.every(({ gopark }) => gopark === 1)).toBe(true);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
