// Selecting things and being told why: rows by click and by keyboard, links in the explanation, the
// way back, the goroutine table, goroutines beside the source.
import { expect, it } from 'vitest';
import { Site, typeProgram } from './support';

const site = new Site();

const program = `package main

import "sync"

func main() {
	var wg sync.WaitGroup
	jobs := make(chan int)
	for range 5 {
		wg.Go(func() {
			for range jobs {
			}
		})
	}
	for i := range 20 {
		jobs <- i
	}
	close(jobs)
	wg.Wait()
}
`;

it('explains what is selected, and keeps to lists while somebody moves in them', async () => {
  const { page, problems } = await site.open();
  await page.getByText('simulated', { exact: true }).first().click();
  await typeProgram(page, program);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Run to the end' }).click();
  const rows = page.locator('.decision');
  await rows.filter({ hasText: 'The program ended' }).waitFor();

  // A click on a row marks it and says what it is; the list stays.
  await rows.filter({ hasText: 'stole' }).last().click();
  const answer = page.locator('.lower .answer-line');
  await answer.getByText('stole').waitFor();
  const selected = page.locator('.decision[aria-selected=true]');
  const before = await selected.getAttribute('data-seq');
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => selected.getAttribute('data-seq')).not.toBe(before);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => selected.getAttribute('data-seq')).toBe(before);

  // Enter explains it, with the numbers of the moment.
  await page.keyboard.press('Enter');
  const why = page.getByRole('region', { name: 'Why' });
  await why.getByText('own queue and the global queue were empty').waitFor();
  await why.getByRole('heading', { name: `Event ${before}` }).waitFor();

  // What it names is a link, and there is a way back.
  await why.locator('.thing-p').first().click();
  await why.getByRole('heading', { name: /^P\d$/ }).waitFor();
  await why.getByRole('button', { name: 'Back' }).click();
  await why.getByRole('heading', { name: `Event ${before}` }).waitFor();

  // Going to its moment leaves goroutines standing at lines of the source.
  await why.getByRole('button', { name: 'Go to this moment' }).click();
  await page.locator('.gos').first().waitFor();

  // The table finds the same goroutines; its rows are moved through by keyboard.
  await page.getByRole('button', { name: 'Goroutines', exact: true }).click();
  const grid = page.getByRole('grid', { name: 'Goroutines' });
  await page.getByRole('searchbox', { name: 'Find goroutines' }).fill('by g 1');
  await grid.locator('.go-rows .go-row').nth(4).waitFor();
  await grid.focus();
  await page.keyboard.press('End');
  await expect.poll(() => grid.locator('[aria-selected=true]').count()).toBe(1);
  const g = (await grid.locator('[aria-selected=true] .go-g').textContent()) ?? '';
  await page.keyboard.press('Enter');
  await why.getByRole('heading', { name: new RegExp(`^${g}\\b`) }).waitFor();
  await why
    .getByText(/by G1 at line \d+|Created/)
    .first()
    .waitFor();
  expect(problems).toEqual([]);
});
