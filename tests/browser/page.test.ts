// The page itself: keyboard, links, themes, the badge, and what it says when it is not isolated.
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { desktop, phone, run, screenshot, Site, status, typeProgram } from './support';

const broken = `package main

import "fmt"

func main() {
	fmt.Println("before")
	undefinedName()
}
`;

const panics = `package main

import "fmt"

func divide(a, b int) int {
	return a / b
}

func main() {
	fmt.Println(divide(1, 0))
}
`;

const site = new Site();

async function cursorLine(page: Awaited<ReturnType<Site['open']>>['page']): Promise<string> {
  return (await page.locator('.cm-lineNumbers .cm-activeLineGutter').textContent()) ?? '';
}

describe('the isolated page', () => {
  it('loads without an error and says that it uses threads', async () => {
    const { page, problems } = await site.open();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(await page.locator('.engine button').first().textContent()).toContain('mt');
    await page.locator('.engine button').first().click();
    expect(await page.locator('.popover-panel').textContent()).toContain('Web Worker');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('runs on Shift+Enter and on Ctrl+Enter inside the editor', async () => {
    const { page } = await site.open();
    for (const keys of ['Shift+Enter', 'Control+Enter']) {
      await page.locator('.cm-content').click();
      await page.keyboard.press(keys);
      await status(page, /Running|Exit status/);
      await status(page, /Exit status 0/);
    }
    expect(await page.locator('.cm-content').textContent()).toContain('package main');
    await page.context().close();
  });

  it('lets Escape leave the editor', async () => {
    const { page } = await site.open();
    await page.locator('.cm-content').click();
    const inEditor = () =>
      page.evaluate(() => document.activeElement?.closest('.cm-editor') !== null);
    expect(await inEditor()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await inEditor()).toBe(false);
    await page.context().close();
  });

  it('links a compile error to its line', async () => {
    const { page } = await site.open();
    await typeProgram(page, broken);
    const output = await run(page);
    expect(output).toContain('prog.go:7:2: undefined: undefinedName');
    await status(page, /Not run: 1 compile error/);
    await page.getByRole('button', { name: 'prog.go:7:2' }).click();
    await expect.poll(() => cursorLine(page)).toBe('7');
    await page.context().close();
  });

  it('links a runtime error to its line', async () => {
    const { page } = await site.open();
    await typeProgram(page, panics);
    const output = await run(page);
    expect(output).toContain('panic: runtime error: integer divide by zero');
    await status(page, /Exit status 2/);
    await page.locator('.output .place').first().click();
    await expect.poll(() => cursorLine(page)).toBe('6');
    await page.context().close();
  });

  it('shows the machine of the run on the board', async () => {
    const { page } = await site.open();
    await page.locator('.program select').selectOption('go:sleep_storm');
    // What the lane of sleepers said, at any moment of the run.
    await page.evaluate(() => {
      const said = new Set<string>();
      (window as unknown as { said: Set<string> }).said = said;
      new MutationObserver(() => {
        for (const lane of document.querySelectorAll('.lane.waiting')) {
          if (lane.querySelector('.label')?.textContent.includes('sleep') !== true) continue;
          said.add(lane.querySelector('.count')?.textContent ?? '');
        }
      }).observe(document.body, { childList: true, characterData: true, subtree: true });
    });
    await page.getByRole('button', { name: 'Run' }).click();
    await status(page, /Running/);
    await screenshot(page, 'sleep-storm-light');
    await status(page, /Exit status 0/);
    const said = await page.evaluate(() => [...(window as unknown as { said: Set<string> }).said]);
    expect(said.join(' ')).toMatch(/\b(9,\d{3}|10(\.\d)?k|10,\d{3})\b/);
    expect(await page.locator('.decision').count()).toBeGreaterThan(10);
    await page.context().close();
  });

  it('changes the theme and remembers it', async () => {
    const { page } = await site.open();
    await page.locator('button.theme').click();
    await page.locator('button.theme').click();
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    await page.reload();
    await page.locator('button.theme').waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    await page.context().close();
  });
});

describe('the panes', () => {
  const widthOf = (page: Page) =>
    page.locator('.left').evaluate((pane) => pane.getBoundingClientRect().width);

  it('are divided by dragging and by keys, and stay so', async () => {
    const { page, problems } = await site.open();
    const divider = page.getByRole('separator', { name: 'Width of the program' });
    const before = await widthOf(page);
    const box = await divider.boundingBox();
    if (!box) throw new Error('no divider');
    await page.mouse.move(box.x + 5, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 205, box.y + 120, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => widthOf(page)).toBeGreaterThan(before + 150);
    const dragged = await widthOf(page);
    await divider.press('ArrowLeft');
    await expect.poll(() => widthOf(page)).toBeLessThan(dragged);
    const pressed = await widthOf(page);
    await page.reload();
    await expect.poll(() => widthOf(page)).toBeCloseTo(pressed, 0);
    await divider.dblclick();
    await expect.poll(() => widthOf(page)).toBeCloseTo(before, 0);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe('the list of keys', () => {
  it('opens with ?, not while typing, and closes with Escape', async () => {
    const { page } = await site.open();
    const list = page.getByRole('dialog', { name: 'Keys' });
    await page.locator('.cm-content').click();
    await page.keyboard.press('?');
    expect(await list.isVisible()).toBe(false);
    // The first closes a completion that may be open.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await list.waitFor();
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Keys' }).click();
    await list.getByText('run the program').waitFor();
    await page.context().close();
  });

  it('lets no key through to the page behind it', async () => {
    const { page } = await site.open();
    const list = page.getByRole('dialog', { name: 'Keys' });
    await page.locator('.toolbar').getByText('simulated').click();
    await page.keyboard.press('?');
    await list.waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
    await page.locator('.board').click();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('.now').textContent()).toContain('event 1');
    await page.context().close();
  });
});

describe('a page that is not isolated', () => {
  const bare = new Site('dist', false);

  it('runs on one thread and says why', async () => {
    const { page, problems } = await bare.open();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    const badge = page.locator('.engine button').first();
    expect(await badge.textContent()).toContain('st');
    await badge.click();
    expect(await page.locator('.popover-panel').textContent()).toContain(
      'not cross-origin isolated',
    );
    await page.keyboard.press('Escape');
    expect(await run(page)).toContain('all done');
    await status(page, /Exit status 0/);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe('pictures', () => {
  const sizes = { desktop, phone };
  for (const [size, options] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`of a finished run, ${size}, ${colorScheme}`, async () => {
        const { page } = await site.open({ ...options, colorScheme });
        await page.locator('.program select').selectOption('go:fan_out_steal');
        await page.getByRole('button', { name: 'Run' }).click();
        await page.waitForTimeout(150);
        await screenshot(page, `running-${size}-${colorScheme}`);
        await status(page, /Exit status 0/).catch(() => undefined);
        await screenshot(page, `done-${size}-${colorScheme}`);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow).toBe(0);
        await page.context().close();
      });
    }
  }
});
