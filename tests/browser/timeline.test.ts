// The timeline in the page: a simulated and a live run, its lanes, keys, search, selection and table.
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { Site, status, typeProgram } from './support';

const program = `package main

import "sync"

func worker(jobs chan int, wg *sync.WaitGroup) {
	for range jobs {
	}
	wg.Done()
}

func main() {
	jobs := make(chan int)
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go worker(jobs, &wg)
	}
	for i := 0; i < 20; i++ {
		jobs <- i
	}
	close(jobs)
	wg.Wait()
}
`;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const words = (page: Page) => page.locator('.timeline-words').textContent();
const rows = (page: Page) => page.locator('.span-table tbody tr:not(.spacer)').allInnerTexts();

// How many pixels of the canvas are not of the background: something is painted.
function painted(page: Page): Promise<number> {
  return page.locator('.timeline-canvas').evaluate((canvas: HTMLCanvasElement) => {
    const context = canvas.getContext('2d');
    if (!context) return 0;
    const { data } = context.getImageData(100, 44, canvas.width - 100, canvas.height - 88);
    let count = 0;
    for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 200) count += 1;
    return count;
  });
}

describe('the timeline', () => {
  const site = new Site();

  it('shows a simulated run and goes to its moments', async () => {
    const { page, problems } = await site.open();
    await page.locator('.toolbar').getByText('simulated').click();
    await typeProgram(page, program);
    await button(page, 'Timeline').click();
    await button(page, 'Run to the end').click();
    await status(page, /xit status/);
    await expect.poll(() => painted(page), { timeout: 30_000 }).toBeGreaterThan(300);

    // The next slice from nowhere is the first of the first lane.
    await page.locator('.timeline-canvas').focus();
    await page.keyboard.press('.');
    await expect.poll(() => words(page)).toMatch(/^G1 .*running.*P0/);
    await page.keyboard.press('f');
    for (const key of 'wwsad') await page.keyboard.press(key);
    await page.keyboard.press(',');
    await page.keyboard.press('Escape');
    await expect.poll(() => words(page)).toBe('');

    // A search finds a function; its goroutine is selected in a lane of its own.
    await page.getByRole('group', { name: 'A lane for each of' }).getByText('Goroutines').click();
    await page.keyboard.press('/');
    await page.keyboard.type('worker');
    await page.keyboard.press('Enter');
    await expect.poll(() => words(page)).toMatch(/^G\d+ worker/);

    // The table has the same spans, with words for each state.
    await page.locator('.timeline-canvas').focus();
    await page.keyboard.press('f');
    await page.keyboard.press('f');
    await button(page, 'as table').click();
    await expect
      .poll(async () => (await rows(page)).join('\n'), { timeout: 30_000 })
      .toMatch(/G1 .*running/);
    const first = page.locator('.span-table .link').nth(3);
    await first.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.span-table tr[aria-selected=true]').count()).toBe(1);

    // Going to the picked span cuts the run there; on to the end, everything is back.
    const end = await page.locator('.timeline-coverage').textContent();
    await button(page, 'Go there').click();
    await status(page, /Paused at event/);
    await expect.poll(() => page.locator('.timeline-coverage').textContent()).not.toBe(end);
    await button(page, 'Run to the end').click();
    await status(page, /xit status/);
    await expect
      .poll(() => page.locator('.timeline-coverage').textContent(), { timeout: 30_000 })
      .toBe(end);
    expect(problems).toEqual([]);
  });

  it('shows a live run, by P, M and goroutine', async () => {
    const { page, problems } = await site.open();
    await typeProgram(page, program);
    await button(page, 'Timeline').click();
    await button(page, 'Run').click();
    await status(page, /Exit status/);
    const kinds = page.getByRole('group', { name: 'A lane for each of' });
    for (const kind of ['Ps', 'Ms', 'Goroutines']) {
      await kinds.getByText(kind, { exact: true }).click();
      await expect.poll(() => painted(page), { timeout: 30_000 }).toBeGreaterThan(100);
    }
    await page.locator('.timeline-canvas').focus();
    await page.keyboard.press('.');
    await expect.poll(() => words(page)).toMatch(/^G\d+/);
    expect(problems).toEqual([]);
  });
});
