// What is kept and handed on: links, the draft, files. When one fails: web/app/keeping.ts.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { outputText, run, Site, status, typeProgram } from './support';

const mine = `package main

import "fmt"

func main() {
	fmt.Println("my own program")
}
`;

const site = new Site();
const editorText = (page: Page) => page.locator('.cm-content').innerText();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function linkOf(page: Page): Promise<string> {
  await button(page, 'Share').click();
  const field = page.locator('.share-link input');
  await expect.poll(() => field.inputValue()).toContain('#1.');
  const link = await field.inputValue();
  await page.keyboard.press('Escape');
  return link;
}

describe('a link', () => {
  it('brings program, settings, schedule and moment to another visitor', async () => {
    const { page } = await site.open();
    await page.locator('.toolbar').getByText('simulated').click();
    await typeProgram(page, mine);
    await page.getByLabel('GOMAXPROCS').first().selectOption('2');
    await page.keyboard.press('Escape');
    const step = button(page, 'Step forward');
    for (let i = 1; i <= 5; i++) {
      await step.click();
      await expect.poll(() => page.locator('.now').textContent()).toContain(`event ${i}`);
    }
    const link = await linkOf(page);
    expect(page.url()).toBe(link);

    // The other has settings of their own, which the link's take the place of.
    const other = await site.open();
    await other.page.getByLabel('none', { exact: true }).first().check({ force: true });
    await other.page.goto(link);
    await expect.poll(() => other.page.locator('.now').textContent()).toContain('event 5');
    expect(await editorText(other.page)).toContain('my own program');
    expect(await other.page.getByLabel('GOMAXPROCS').first().inputValue()).toBe('2');
    expect(await other.page.getByLabel('async', { exact: true }).first().isChecked()).toBe(true);
    // Another text is not what the link says any more.
    await typeProgram(other.page, mine.replace('own', 'changed'));
    await expect.poll(() => other.page.url()).not.toContain('#');
    expect(other.problems).toEqual([]);
    await other.page.context().close();
    await page.context().close();
  });

  it('that is damaged or hostile does no more than say so', async () => {
    const { page, problems } = await site.open();
    const script = '#1.<img src=x onerror=alert(1)>';
    for (const fragment of ['#1.AAAA', '#9.abc', script]) {
      await page.evaluate((hash) => (location.hash = hash), fragment);
      await page.locator('.notice', { hasText: 'The link is' }).waitFor();
      await button(page, 'Dismiss').click();
      expect(await page.locator('.notice').isVisible()).toBe(false);
    }
    expect(await editorText(page)).toContain('Three goroutines and main');
    expect(await run(page)).toContain('all done');
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe('the program being written', () => {
  it('is there again after a reload', async () => {
    const { page } = await site.open();
    await typeProgram(page, mine);
    await page.reload();
    await page.locator('.cm-content', { hasText: 'my own program' }).waitFor();
    expect(await run(page)).toBe('my own program');
    await page.context().close();
  });

  it('is saved as a file, and a file is opened', async () => {
    const { page } = await site.open();
    await typeProgram(page, mine);
    await button(page, 'Share').click();
    const download = page.waitForEvent('download');
    await button(page, 'Save as a file').click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe('prog.go');
    expect(readFileSync(await saved.path(), 'utf8')).toBe(mine);

    const archive = '-- main.go --\npackage main\n\nfunc main() { hello() }\n';
    const second = '-- hello.go --\npackage main\n\nfunc hello() { println("two files") }\n';
    await page.locator('input[type=file]').setInputFiles({
      name: 'two.txtar',
      mimeType: 'text/plain',
      buffer: Buffer.from(archive + second),
    });
    await page.locator('.cm-content', { hasText: 'two files' }).waitFor();
    expect(await page.locator('.program select').inputValue()).toBe('file:');
    await page.keyboard.press('Escape');
    await run(page);
    await status(page, /Exit status 0/);
    expect(await outputText(page)).toBe('two files');
    await page.context().close();
  });
});
