import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPrograms, type ProgramMenu } from '../../web/model/programs';
import { expectedOutputs } from './program_outputs';
import { filesBelow, read, root } from './sources';

const menu = JSON.parse(read('public/programs/index.json')) as ProgramMenu;

describe('the program menu', () => {
  it('lists at least thirty Go programs and three C++ workloads', () => {
    expect(menu.programs.length).toBeGreaterThanOrEqual(30);
    expect(menu.workloads.length).toBeGreaterThanOrEqual(3);
  });

  it('puts each into a group, and says in a sentence what each is about', () => {
    const groups = menu.groups.map((group) => group.id);
    expect(new Set(groups).size).toBe(groups.length);
    for (const group of groups) {
      expect(menu.programs.filter((program) => program.group === group).length).toBeGreaterThan(3);
    }
    for (const { id, group, about } of menu.programs) {
      expect(groups, id).toContain(group);
      expect(about, id).toMatch(/^\S.*[.?]$/);
    }
  });

  it('knows what each must print', () => {
    expect(Object.keys(expectedOutputs).sort()).toEqual(menu.programs.map(({ id }) => id).sort());
  });

  it('lists every file of its folder, and each once', () => {
    const listed = menu.programs.map((program) => `public/programs/${program.file}`).sort();
    expect(listed).toEqual(filesBelow('public/programs', /\.go$/));
    expect(new Set(menu.programs.map((program) => program.id)).size).toBe(menu.programs.length);
  });

  it('points at programs that are whole', () => {
    for (const program of menu.programs) {
      expect(existsSync(join(root, 'public/programs', program.file))).toBe(true);
      const text = read(`public/programs/${program.file}`);
      expect(text, program.file).toMatch(/^package main$/m);
      // The comment that says what to see.
      expect(text, program.file).toMatch(/^\/\/ [A-Z]/m);
      expect(text.split('\n').length, program.file).toBeLessThan(75);
    }
  });
});

describe('the gallery', () => {
  it('shows every program and workload in its group', () => {
    const groups = findPrograms(menu, '');
    const shown = groups.flatMap((group) => group.entries.map((entry) => entry.id));
    expect(shown).toHaveLength(menu.programs.length + menu.workloads.length);
    expect(shown).toContain('go:hello');
    expect(shown).toContain('cpp:mixed');
  });

  it('finds by title, sentence and group, and leaves out groups without any', () => {
    const groups = findPrograms(menu, 'wrong philosophers');
    expect(groups.map((group) => group.entries.map((entry) => entry.id))).toEqual([
      ['go:philosophers_deadlock'],
    ]);
    expect(findPrograms(menu, 'no such thing anywhere')).toEqual([]);
  });
});
