// The dialogs of settings and programs, and that the page runs nothing but its own scripts. When one
// fails look at web/views/settings.tsx and gallery.tsx, web/model/knobs.ts, public/_headers.
import { describe, expect, it } from 'vitest';
import { type Page } from 'playwright-core';
import { outputText, phone, run, Site } from './support';

// On the one-thread engine, which every page has.
const site = new Site('dist', false);

// The run may be over before the click, or the button not there yet.
async function toEnd(page: Page): Promise<void> {
  const over = page.getByRole('status').filter({ hasText: /xit status/ });
  await expect
    .poll(async () => {
      if ((await over.count()) > 0) return true;
      const end = page.getByRole('button', { name: 'Run to the end', exact: true });
      await end.click({ timeout: 2_000 }).catch(() => undefined);
      return (await over.count()) > 0;
    })
    .toBe(true);
}

describe('the scheduler’s settings', () => {
  it('are found, turned, kept, used by both engines, and reset', async () => {
    const { page, problems } = await site.open();
    const open = async () => {
      await page.getByRole('button', { name: 'Machine settings' }).click();
      await page.getByRole('button', { name: /^All scheduler settings/ }).click();
      await page.getByRole('dialog', { name: 'Scheduler settings' }).waitFor();
    };
    const programs = page.locator('.program select');
    await programs.selectOption('go:lifo_order');
    await expect.poll(() => page.locator('.gomaxprocs select').first().inputValue()).toBe('1');
    await open();
    await page.getByRole('searchbox', { name: 'Search the settings' }).fill('runnext');
    await page.getByRole('checkbox', { name: 'runnext', exact: true }).uncheck();
    const slice = page.getByRole('textbox', { name: 'Time slice' });
    await page.getByRole('searchbox', { name: 'Search the settings' }).fill('slice');
    await slice.fill('never');
    await slice.press('Enter');
    expect(await page.getByRole('alert').filter({ hasText: 'It takes' }).textContent()).toBe(
      'It takes a time such as 20 ms, from 1 µs to 1 min.',
    );
    await slice.fill('20ms');
    await slice.press('Enter');
    expect(await slice.inputValue()).toBe('20 ms');
    await page.keyboard.press('Escape');
    expect(await run(page)).toMatch(/order: \[0 1 2 3 4\]/);

    await page.reload();
    await page.locator('.toolbar').getByText('simulated').click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await toEnd(page);
    await expect.poll(() => outputText(page)).toMatch(/order: \[0 1 2 3 4\]/);
    await page.getByRole('button', { name: 'Machine', exact: true }).click();
    const schedule = page.locator('.schedule input');
    await expect
      .poll(() => schedule.inputValue())
      .toContain('runnext=0,set.forcePreemptNs=20000000');

    await open();
    await page.getByRole('button', { name: 'Reset all' }).click();
    await page.getByRole('button', { name: 'Show the costs' }).click();
    await page.locator('.cost-table').waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.poll(() => schedule.inputValue()).not.toContain('runnext');
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe('the gallery', () => {
  it('finds a program and puts it into the editor, on a phone too', async () => {
    const { page, problems } = await site.open(phone);
    await page.getByRole('button', { name: /^Programs/ }).click();
    await page.getByRole('searchbox', { name: 'Search the programs' }).fill('left fork');
    await page.getByRole('button', { name: /^Five philosophers/ }).click();
    await expect.poll(() => page.locator('.cm-content').textContent()).toContain('table.Done()');
    expect(await page.locator('.program select').inputValue()).toBe('go:philosophers_deadlock');
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe('the site’s policy', () => {
  it('runs no script that is not a file of the site', async () => {
    const { page } = await site.open();
    const ran = await page.evaluate(async () => {
      const inline = document.createElement('script');
      inline.textContent = 'window.inlineRan = true';
      const attribute = document.createElement('div');
      attribute.innerHTML = '<img src="nothing:" onerror="window.attributeRan = true">';
      const foreign = document.createElement('script');
      foreign.src = 'data:text/javascript,window.foreignRan=true';
      document.body.append(inline, attribute, foreign);
      await new Promise((loaded) => (foreign.onload = foreign.onerror = loaded));
      return ['inlineRan', 'attributeRan', 'foreignRan'].filter((name) => name in window);
    });
    expect(ran).toEqual([]);
    await page.context().close();
  });
});
