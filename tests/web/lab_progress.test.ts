import { describe, expect, it } from 'vitest';
import { labLink, ownLab, readLabLink } from '../../web/model/lab_address';
import {
  emptyRecord,
  exportProgress,
  importProgress,
  type LabRecord,
  mergeProgress,
  parseProgress,
} from '../../web/model/lab_progress';

const record = (changed: Partial<LabRecord>): LabRecord => ({ ...emptyRecord, ...changed });

describe('what was done in labs', () => {
  it('is read field by field: what is damaged loses only itself', () => {
    expect(parseProgress(null)).toEqual({});
    expect(parseProgress('{"half')).toEqual({});
    const stored = {
      'g-m-p': {
        answers: { q1: { seed: 3, given: ['G7'], right: true }, q2: 'yes', q3: { seed: -1 } },
        drafts: { primes: 'package main', other: 7 },
        hints: { primes: 2, other: 'many' },
        solutions: ['primes', null],
        page: 'first',
        done: 1,
      },
      states: 'done',
    };
    expect(parseProgress(JSON.stringify(stored))).toEqual({
      'g-m-p': record({
        answers: { q1: { seed: 3, given: ['G7'], right: true } },
        drafts: { primes: 'package main' },
        hints: { primes: 2 },
        solutions: ['primes'],
      }),
      states: emptyRecord,
    });
  });

  it('survives a file, and another version is refused', () => {
    const progress = { leaks: record({ levels: { deadlock: '6:0' }, page: 2, done: true }) };
    expect(importProgress(exportProgress(progress))).toEqual({ ok: true, progress });
    for (const text of ['', '[]', '{"labs":{}}', '{"goparkLabs":2,"labs":{}}']) {
      expect(importProgress(text).ok, text).toBe(false);
    }
  });

  it('is merged without losing what was written or right here', () => {
    const wrong = { seed: 0, given: ['1'], right: false };
    const right = { seed: 0, given: ['2'], right: true };
    const mine = {
      a: record({ answers: { q1: wrong, q2: right }, drafts: { p: 'mine' } }),
    };
    const other = {
      a: record({
        answers: { q1: right, q2: wrong },
        drafts: { p: 'other', q: 'other' },
        done: true,
      }),
      b: record({ page: 1 }),
    };
    expect(mergeProgress(mine, other)).toEqual({
      a: record({
        answers: { q1: right, q2: right },
        drafts: { p: 'mine', q: 'other' },
        done: true,
      }),
      b: record({ page: 1 }),
    });
  });
});

describe('the address of a lab', () => {
  const page = 'https://gopark.example/index.html';

  it('is a name of the course, or an address whose site is named', () => {
    expect(readLabLink('#lab=g-m-p', page)).toEqual(ownLab('g-m-p'));
    const url = 'https://teacher.example/course/one.md?x=1';
    const foreign = readLabLink(`#lab=${encodeURIComponent(`${url}#top`)}`, page);
    expect(foreign).toEqual({ key: url, url, site: 'teacher.example' });
    if ('key' in foreign) expect(readLabLink(labLink(foreign), page)).toEqual(foreign);
    expect(readLabLink('#lab=./mine/two.md', page)).toMatchObject({ site: '' });
  });

  it('is nothing else', () => {
    for (const text of [
      'javascript:alert(1)',
      'data:text/markdown,x',
      'file:///etc/passwd',
      '%E0%A4%A',
      'x'.repeat(5000),
    ]) {
      expect(readLabLink(`#lab=${text}`, page), text).toHaveProperty('message');
    }
  });
});
