import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProgramMenu } from '../../web/model/programs';
import { filesBelow, read, root } from './sources';

const menu = JSON.parse(read('public/programs/index.json')) as ProgramMenu;

describe('the program menu', () => {
  it('lists at least eight Go programs and three C++ workloads', () => {
    expect(menu.programs.length).toBeGreaterThanOrEqual(8);
    expect(menu.workloads.length).toBeGreaterThanOrEqual(3);
  });

  it('lists every file of its folder, and each once', () => {
    const listed = menu.programs.map((program) => `public/programs/${program.file}`).sort();
    expect(listed).toEqual(filesBelow('public/programs', /\.go$/));
    expect(new Set(menu.programs.map((program) => program.id)).size).toBe(menu.programs.length);
  });

  it('points at programs that are whole', () => {
    for (const program of menu.programs) {
      expect(existsSync(join(root, 'public/programs', program.file))).toBe(true);
      expect(read(`public/programs/${program.file}`)).toMatch(/^package main$/m);
    }
  });
});
