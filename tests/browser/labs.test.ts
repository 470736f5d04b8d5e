// Labs in the page: one is opened, its starter fails its checks, its solution passes, a failing check
// opens the schedule that breaks it; and what is no lab does nothing worse than a message.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { desktop, Site, status, typeProgram } from './support';

const front = 'gopark: 1\nid: strange\ntitle: Strange\nsummary: It is strange.\n';
const hostile = `---
${front}---

<script>window.hacked = true</script> <img src=x onerror="window.hacked = true">
[here](javascript:window.hacked=true)
`;

async function answerWith(page: Page, body: string): Promise<void> {
  await page.unroute('**/strange.md');
  await page.route('**/strange.md', (route) =>
    route.fulfill({ status: 200, contentType: 'text/markdown', body }),
  );
}

describe('a lab', () => {
  const site = new Site();

  it('is failed by its starter, passed by a solution, and opens what breaks it', async () => {
    const { page, problems } = await site.open(desktop, '#lab=run-queue');
    const lab = page.getByRole('region', { name: 'Lab', exact: true });
    await lab.getByRole('button', { name: 'A full queue' }).click();
    await lab.getByRole('button', { name: 'Check', exact: true }).click();
    await lab.getByText('overflows was 3').waitFor();
    await lab.getByRole('button', { name: 'Open the schedule that breaks it' }).click();
    // The run stands at the event that broke it, not at its end.
    await status(page, /^Paused at event [1-9]/);
    await page
      .getByText(/129 goroutines/)
      .first()
      .waitFor();

    await lab.getByRole('button', { name: 'Show the solution' }).click();
    const solution = await lab.locator('.lab-solution code').textContent();
    await typeProgram(page, solution ?? '');
    await lab.getByRole('button', { name: 'Check', exact: true }).click();
    await lab.getByText('It holds in all 20 runs.').waitFor();

    // The program is the learner's, and is there after a reload.
    await page.reload();
    await lab.getByText('passed', { exact: true }).waitFor();
    await page.locator('.cm-content', { hasText: 'range jobs' }).waitFor();
    await page.getByRole('button', { name: 'Close the lab' }).click();
    await page.locator('.cm-content', { hasText: 'hello' }).waitFor();
    expect(problems).toEqual([]);
  });

  it('that is none, or means harm, is a message or plain text', async () => {
    const { page, problems } = await site.open();
    const open = async () => {
      await page.evaluate(() => (location.hash = ''));
      await page.evaluate(() => (location.hash = '#lab=./strange.md'));
    };
    const said = page.getByRole('alert');
    await answerWith(page, hostile.replace('gopark: 1', 'gopark: 99'));
    await open();
    await said.filter({ hasText: 'no lab this page can read' }).waitFor();
    await answerWith(page, `---\n${front}---\n${'a'.repeat(300_000)}`);
    await open();
    await said.filter({ hasText: 'larger than 256 KB' }).waitFor();
    await answerWith(page, hostile);
    await open();
    const body = page.getByRole('region', { name: 'Text of the lab' });
    await body.getByText('<script>').waitFor();
    expect(await body.locator('script, img, a[href^="javascript"]').count()).toBe(0);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(problems).toEqual([]);
  });
});
