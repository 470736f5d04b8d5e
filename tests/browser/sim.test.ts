// The simulated machine in the page: run, step, go back, fork, compare, and all of it without threads.
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { type OpenedPage, outputText, phone, Site, status, typeProgram } from './support';

// Two cases are always ready: which one a select takes is chance.
const chance = `package main

import "fmt"

func main() {
	a, b := make(chan string, 8), make(chan string, 8)
	for i := 0; i < 8; i++ {
		a <- "a"
		b <- "b"
	}
	for i := 0; i < 8; i++ {
		select {
		case s := <-a:
			fmt.Print(s)
		case s := <-b:
			fmt.Print(s)
		}
	}
	fmt.Println()
}
`;

const long = `package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		ping, pong := make(chan int), make(chan int)
		go func() {
			defer wg.Done()
			for n := 0; n < 30000; n++ {
				ping <- n
				<-pong
			}
			close(ping)
			fmt.Println("done", i)
		}()
		go func() {
			for n := range ping {
				pong <- n
			}
		}()
	}
	wg.Wait()
}
`;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

// The board is drawn with the frame after the numbers.
async function board(page: Page): Promise<string> {
  await page.evaluate(() => new Promise((drawn) => setTimeout(drawn, 60)));
  return page.locator('.board').innerText();
}

async function openSimulated(site: Site, options = {}): Promise<OpenedPage> {
  const opened = await site.open(options);
  await opened.page.locator('.toolbar').getByText('simulated').click();
  await button(opened.page, 'Play').waitFor();
  return opened;
}

async function toEnd(page: Page): Promise<string> {
  // A short program may be there already, or get there before the click. What is read must be read
  // in one go: a status of before may leave between a look and the next.
  const end = button(page, 'Run to the end');
  const over = page.getByRole('status').filter({ hasText: /xit status/ });
  const words = async () => ((await over.allTextContents())[0] ?? '').trim();
  let last = '';
  await expect
    .poll(async () => {
      last = await words();
      if (last !== '') return last;
      await end.click({ timeout: 2_000 }).catch(() => undefined);
      last = await words();
      return last;
    })
    .not.toBe('');
  return last;
}

async function eventNumber(page: Page): Promise<number> {
  const text = (await page.locator('.now').textContent()) ?? '';
  return Number(/event ([\d,]+)/.exec(text)?.[1]?.replaceAll(',', '') ?? -1);
}

async function stepTo(page: Page, events: number): Promise<void> {
  for (let i = Math.max(0, await eventNumber(page)); i < events; i++) {
    await button(page, 'Step forward').click();
    await expect.poll(() => eventNumber(page)).toBe(i + 1);
  }
}

const schedule = async (page: Page): Promise<string> => {
  await button(page, 'Machine').click();
  return page.locator('.schedule input').inputValue();
};

const site = new Site();

describe('the engine switch', () => {
  it('says what is real and what is simulated, and is remembered', async () => {
    const { page, problems } = await openSimulated(site, {});
    await page.getByRole('button', { name: /Engine: sim/ }).click();
    const words = await page.locator('.engine .popover-panel').innerText();
    expect(words).toContain('Real: the scheduler');
    expect(words).toContain('Simulated: the computer');
    await page.reload();
    await button(page, 'Play').waitFor();
    await page.locator('.toolbar').getByText('live').click();
    expect(await button(page, 'Play').count()).toBe(0);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await status(page, /Exit status 0 after/);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe('a simulated run', () => {
  it('is the same each time, and another with another seed', async () => {
    const { page } = await openSimulated(site);
    await typeProgram(page, chance);
    const first = await toEnd(page);
    const output = await outputText(page);
    expect(output).toMatch(/^[ab]{8}$/);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await status(page, /Running|xit status/);
    expect(await toEnd(page)).toBe(first);
    expect(await outputText(page)).toBe(output);
    const others = new Set([output]);
    for (let i = 0; i < 4; i++) {
      await button(page, 'another').click();
      await expect.poll(() => page.locator('.seed input').first().inputValue()).toBe(String(i + 2));
      await status(page, /Running|xit status/);
      await toEnd(page);
      others.add(await outputText(page));
    }
    expect(others.size).toBeGreaterThan(1);
    await page.context().close();
  });

  it('shows a compile error as a live one does', async () => {
    const { page } = await openSimulated(site);
    await typeProgram(page, 'package main\n\nfunc main() {\n\tnope()\n}\n');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await status(page, /Not run: 1 compile error/);
    expect(await outputText(page)).toContain('prog.go:4:2: undefined: nope');
    await page.context().close();
  });

  it('steps forth and back to identical pictures', async () => {
    const { page, problems } = await openSimulated(site);
    await stepTo(page, 20);
    const pictures: string[] = [];
    for (let events = 20; events <= 26; events++) {
      await stepTo(page, events);
      pictures.push(await board(page));
    }
    for (let events = 25; events >= 20; events--) {
      await button(page, 'Step back').click();
      await expect.poll(() => eventNumber(page)).toBe(events);
      expect(await board(page)).toBe(pictures[events - 20]);
    }
    expect(new Set(pictures).size).toBeGreaterThan(1);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('steps by instruction and by line, and marks the line that is next', async () => {
    const { page } = await openSimulated(site);
    await typeProgram(page, chance);
    await page.locator('.step-kind select').first().selectOption('line');
    await expect
      .poll(async () => {
        await button(page, 'Step forward').click();
        await page.waitForTimeout(50);
        return page.locator('.cm-now').count();
      })
      .toBe(1);
    const seen = new Set<string | null>();
    await expect
      .poll(async () => {
        await button(page, 'Step forward').click();
        await page.waitForTimeout(40);
        seen.add(await page.locator('.cm-now').textContent());
        return seen.size;
      })
      .toBeGreaterThan(3);
    expect(await page.locator('.now').innerText()).toMatch(/M\d+ runs G\d+, line \d+/);
    await page.context().close();
  });

  it('takes back output with the time', async () => {
    const { page } = await openSimulated(site);
    await toEnd(page);
    expect(await outputText(page)).toContain('all done');
    await button(page, 'Back to the start').click();
    await expect.poll(() => eventNumber(page)).toBe(0);
    expect(await outputText(page)).toBe('');
    expect(await page.locator('.decision').count()).toBe(0);
    await page.context().close();
  });

  it('is played, paused and stepped from the keyboard, but not while typing', async () => {
    const { page } = await openSimulated(site);
    await typeProgram(page, long);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press(' ');
    expect(await eventNumber(page)).toBe(-1);
    await typeProgram(page, long);
    // The first closes a completion that may be open, the second leaves the editor.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => eventNumber(page)).toBe(1);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => eventNumber(page)).toBe(2);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => eventNumber(page)).toBe(1);
    await page.keyboard.press(' ');
    await button(page, 'Pause').waitFor();
    await page.keyboard.press(' ');
    await status(page, /Paused at event/);
    await page.context().close();
  });

  it('finds any place of a long run again', async () => {
    const { page } = await openSimulated(site);
    await typeProgram(page, long);
    await toEnd(page);
    const end = await eventNumber(page);
    expect(end).toBeGreaterThan(1_000_000);
    const clock = async (at: 'first' | 'last'): Promise<number> =>
      parseFloat((await page.locator('.time-slider .clock')[at]().textContent()) ?? '');
    const endMs = await clock('last');
    const times: number[] = [];
    const go = async (to: number): Promise<string> => {
      const start = Date.now();
      await page.locator('.track input').fill(String(to));
      const off = async () => Math.abs((await clock('first')) - (endMs * to) / 1000);
      await expect.poll(off, { interval: 5 }).toBeLessThan(0.11);
      times.push(Date.now() - start);
      return board(page);
    };
    const places = [500, 900, 100];
    const first: string[] = [];
    for (const place of places) first.push(await go(place));
    await go(990);
    for (const [index, place] of places.entries()) expect(await go(place)).toBe(first[index]);
    expect(new Set(first).size).toBe(places.length);
    console.log(`seeks in ${end} events: ${times.join(', ')} ms, the test's own polling included`);
    await page.context().close();
  });
});

describe('choosing', () => {
  it('forks the run, keeps both futures, and compares them', async () => {
    const { page, problems } = await openSimulated(site);
    await typeProgram(page, chance);
    await toEnd(page);
    const seeds = await outputText(page);
    await button(page, 'Choices').click();
    const row = page.locator('.choice', { hasText: 'select take' }).first();
    await row.locator('.answer:not(.chosen)').first().click();
    await page.getByRole('button', { name: 'Branches 2' }).waitFor();
    await toEnd(page);
    const chosen = await outputText(page);
    expect(chosen.charAt(0)).toBe(seeds.startsWith('a') ? 'b' : 'a');
    expect(await page.locator('.choice.overridden').count()).toBe(1);

    await page.getByRole('button', { name: /^Branches/ }).click();
    expect(await page.locator('.branch').count()).toBe(2);
    await button(page, 'Compare').click();
    await page.locator('.comparison .summary', { hasText: 'First difference at event' }).waitFor();
    expect(await page.locator('.compared-list').count()).toBe(2);
    expect(await page.locator('.compared-list .common').count()).toBeGreaterThan(2);
    expect(await page.locator('.compared-list .own').count()).toBeGreaterThan(2);
    expect(await page.locator('.strip-span').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Close the comparison' }).click();

    // The branch of before stands at its end, and may go on saying so until this one is shown.
    await page.locator('.branch button', { hasText: 'what the schedule' }).click();
    await page.locator('.branch [aria-current]', { hasText: 'what the schedule' }).waitFor();
    await toEnd(page);
    expect(await outputText(page)).toBe(seeds);
    expect(await schedule(page)).not.toContain(',o=');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('is asked of the person who is the scheduler', async () => {
    const { page } = await openSimulated(site);
    await typeProgram(page, chance);
    await button(page, 'Choices').click();
    for (const kind of ['whom to steal from', 'wake-up delay', 'who gets a core']) {
      await button(page, kind).click();
    }
    await button(page, 'You are the scheduler').click();
    await page.locator('input[type=range]').first().fill('19');
    await button(page, 'Play').click();
    // Always case 1, as long as a's eight values last.
    for (let i = 0; i < 8; i++) {
      const question = page.locator('.question:not(.idle)');
      await question.getByText('select take').waitFor();
      const number = await question.locator('.number').textContent();
      await question.locator('.answer', { hasText: 'case 1' }).click();
      await expect
        .poll(() =>
          page
            .locator('.question .number')
            .textContent({ timeout: 500 })
            .catch(() => ''),
        )
        .not.toBe(number);
    }
    await status(page, /Exit status 0/);
    expect(await outputText(page)).toBe('aaaaaaaa');
    const text = await schedule(page);
    expect(text).toContain(',o=');

    // The text alone says it all: a new page replays it.
    const other = await openSimulated(site);
    await typeProgram(other.page, chance);
    await button(other.page, 'Machine').click();
    await other.page.locator('.schedule input').fill(text);
    await button(other.page, 'Replay').click();
    await status(other.page, /Running|xit status/);
    await toEnd(other.page);
    expect(await outputText(other.page)).toBe('aaaaaaaa');
    await other.page.locator('.schedule input').fill('v1,hokus=1');
    await button(other.page, 'Replay').click();
    await other.page.getByText('hokus=1').waitFor();
    await other.page.context().close();
    await page.context().close();
  });
});

describe('breakpoints', () => {
  it('stop the run, are set in the gutter, and say what they do not understand', async () => {
    const { page } = await openSimulated(site);
    await typeProgram(page, chance);
    const number = page.locator('.cm-lineNumbers .cm-gutterElement', { hasText: /^14$/ });
    const gutter = page.locator('.cm-breakpoints');
    const y = ((await number.boundingBox())?.y ?? 0) - ((await gutter.boundingBox())?.y ?? 0);
    await gutter.click({ position: { x: 7, y: y + 8 } });
    await button(page, 'Breakpoints').click();
    const listed = await page.locator('.breakpoint-list .mono').allTextContents();
    expect(listed).toEqual(['line 14']);
    await page.getByLabel('New breakpoint').fill('every now and then');
    await page.keyboard.press('Enter');
    await page.locator('.breakpoint-list .faulty').waitFor();
    expect(await page.locator('.breakpoint-list .faulty p').innerText()).not.toBe('');
    await button(page, 'Remove every now and then').click();
    await button(page, 'Run to the next').click();
    await status(page, /Breakpoint: line 14/);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.cm-now').count()).toBe(1);
    const before = await eventNumber(page);
    await page.locator('input[type=range]').first().fill('19');
    await button(page, 'Play').click();
    await expect.poll(() => eventNumber(page)).toBeGreaterThan(before);
    await status(page, /Breakpoint: line 14/);
    await page.context().close();
  });
});

describe('faults and costs', () => {
  it('become part of the schedule', async () => {
    const { page } = await openSimulated(site);
    await stepTo(page, 30);
    await button(page, 'Faults').click();
    await page.getByLabel('Stop a core: for').fill('3ms');
    await button(page, 'Insert: Stop a core').click();
    await page.keyboard.press('Escape');
    await expect.poll(() => schedule(page)).toMatch(/,f=\d+:stop-core:0:3000000/);
    const text = await schedule(page);
    const end = await toEnd(page);
    await button(page, 'Replay').click();
    await status(page, /Running|xit status/);
    expect(await toEnd(page)).toBe(end);
    expect(await schedule(page)).toBe(text);
    await page.context().close();
  });

  it('make another machine', async () => {
    const { page } = await openSimulated(site);
    const usual = await toEnd(page);
    await button(page, 'Machine').click();
    const cost = page.getByLabel('GoCreate, nanoseconds');
    await cost.fill('250000');
    await cost.press('Enter');
    await page.locator('.cost-table .changed').waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.poll(() => schedule(page)).toContain('cost.GoCreate=250000');
    await status(page, /Running|xit status/);
    expect(await toEnd(page)).not.toBe(usual);
    await page.getByLabel('NUMA nodes').selectOption('2');
    await page.getByLabel('CPU quota').selectOption('50');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.poll(() => schedule(page)).toContain('cores=4,seed=1,nodes=2,quota=50000000,');
    await button(page, 'Reset costs').click();
    expect(await page.locator('.cost-table .changed').count()).toBe(0);
    await page.context().close();
  });
});

describe('without writing code', () => {
  it('writes a program, and a tick moves every P by one unit of work', async () => {
    const { page, problems } = await site.open();
    await button(page, 'Without writing code').click();
    await button(page, 'Tick').waitFor();
    expect(await page.locator('.preset option').first().textContent()).toBe('Seed 12');
    expect(await page.locator('.preset select').inputValue()).toBe('Seed 12');
    expect(await page.locator('.cm-content').innerText()).toContain('package main');
    const seen: number[][] = [];
    for (let i = 1; i <= 24; i++) {
      await button(page, 'Tick').click();
      const clock = i < 10 ? `${i * 100}.0 µs` : `${(i / 10).toFixed(1)} ms`;
      await expect.poll(() => page.locator('.clock').first().textContent()).toBe(clock);
      seen.push(
        await page
          .locator('.proc')
          .evaluateAll((cards) => cards.map((card) => card.querySelectorAll('.token').length)),
      );
    }
    expect(seen[0]).toHaveLength(4);
    // Uneven to begin with, and somebody had to steal.
    expect(seen.some((lengths) => Math.max(...lengths) >= Math.min(...lengths) + 4)).toBe(true);
    const steals = page.locator('.totals div', { hasText: 'steals' }).locator('dd');
    expect(Number(await steals.textContent())).toBeGreaterThan(3);
    await page.locator('.lane.waiting .label', { hasText: 'sleep' }).waitFor();
    await toEnd(page);
    await page.getByLabel('CPU-bound').fill('3');
    await page.getByLabel('CPU-bound').press('Enter');
    await expect.poll(() => page.locator('.cm-content').innerText()).toContain('3 computing');
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe('a page that is not isolated', () => {
  const bare = new Site('dist', false);

  it('runs, steps and seeks all the same', async () => {
    const { page, problems } = await openSimulated(bare);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await toEnd(page);
    expect(await outputText(page)).toContain('all done');
    const end = await eventNumber(page);
    await button(page, 'Step back').click();
    await expect.poll(() => eventNumber(page)).toBe(end - 1);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe('a small screen', () => {
  it.each([390, 360])('holds it all at %i pixels', async (width) => {
    const { page } = await site.open({ ...phone, viewport: { width, height: 780 } });
    const overflow = () =>
      page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
    await button(page, 'Machine settings').click();
    await page.locator('.settings .popover-panel').getByText('simulated').click();
    await page.keyboard.press('Escape');
    await button(page, 'Board').click();
    await button(page, 'Tick').click();
    await expect.poll(() => page.locator('.clock').first().textContent()).toBe('100.0 µs');
    expect(await overflow()).toBe(0);
    await button(page, 'Run settings').click();
    await page.getByLabel('Step').last().waitFor();
    expect(await overflow()).toBe(0);
    await page.context().close();
  });
});
