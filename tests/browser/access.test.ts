// axe-core over every view, light and dark: names, roles, contrast, focus order. When one fails: the
// rule's page, whose address is in the message, says what is wanted.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { desktop, phone, press, Site } from './support';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const site = new Site();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** faults: each violation with the first elements it is about. */
async function faults(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<AxeResults> } };
    return (await axe.run()).violations.map(
      ({ id, helpUrl, nodes }) =>
        `${id} (${helpUrl}): ${nodes
          .slice(0, 3)
          .map((node) => node.html.slice(0, 160))
          .join(' | ')}`,
    );
  });
}

async function inBothThemes(page: Page, view: string): Promise<string[]> {
  const all: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    all.push(...(await faults(page)).map((fault) => `${view}, ${theme}: ${fault}`));
  }
  return all;
}

async function opened(options = desktop, query = ''): Promise<Page> {
  const { page } = await site.open(options, query);
  await page.evaluate(axeSource);
  return page;
}

async function overAll(page: Page, buttons: string): Promise<string[]> {
  const all: string[] = [];
  for (const one of await page.locator(buttons).all()) {
    await one.click();
    all.push(...(await inBothThemes(page, await one.innerText())));
  }
  return all;
}

describe('nothing stands in the way of anybody', () => {
  it('in a live run and its panels', async () => {
    const page = await opened();
    const all = await inBothThemes(page, 'at first');
    await press(page);
    all.push(...(await overAll(page, '.panel-tabs button')));
    expect(all).toEqual([]);
    await page.context().close();
  });

  it('in a simulated run and its panels', async () => {
    const page = await opened();
    await page.locator('.toolbar').getByText('simulated').click();
    await press(page);
    expect(await overAll(page, '.panel-tabs button')).toEqual([]);
    await page.context().close();
  });

  it('in what opens above the page', async () => {
    const page = await opened();
    const all: string[] = [];
    for (const name of ['Share', 'Keys', 'Programs: look through them', 'Labs', 'Settings']) {
      if (name === 'Settings') {
        await button(page, 'Machine settings').click();
        await button(page, 'All scheduler settings').click();
      } else {
        await button(page, name).click();
      }
      if (name !== 'Share') await page.locator('dialog:modal').waitFor();
      all.push(...(await inBothThemes(page, name)));
      await page.keyboard.press('Escape');
    }
    expect(all).toEqual([]);
    await page.context().close();
  });

  it('in a lab', async () => {
    const page = await opened(desktop, '#lab=run-queue');
    const lab = page.getByRole('region', { name: 'Lab', exact: true });
    await lab.waitFor();
    const all: string[] = [];
    for (const step of await lab.locator('.lab-pages button').all()) {
      if (await step.isDisabled()) continue;
      await step.click();
      all.push(...(await inBothThemes(page, (await step.textContent()) ?? '')));
    }
    expect(all).toEqual([]);
    await page.context().close();
  });

  it('on a phone', async () => {
    const page = await opened(phone);
    expect(await overAll(page, '.tabs button')).toEqual([]);
    await page.context().close();
  });
});
