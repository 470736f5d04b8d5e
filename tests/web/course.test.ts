// The course: that its list says what its files say, and that they form a course.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLab } from '../../web/labs/parse';
import { read } from './sources';

interface Entry {
  readonly id: string;
  readonly file: string;
}

const { labs } = JSON.parse(read('public/labs/index.json')) as { labs: Entry[] };
const files = readdirSync('public/labs').filter((name) => name.endsWith('.md'));
const parsed = files.map((file) => ({ file, ...parseLab(read(`public/labs/${file}`)) }));

describe('the course', () => {
  it('lists every lab, in order, in the words of its file', () => {
    expect(parsed.flatMap(({ mistakes }) => mistakes)).toEqual([]);
    const wanted = parsed.map(({ file, lab }) => ({
      id: lab?.id,
      file,
      title: lab?.title,
      summary: lab?.summary,
      minutes: lab?.minutes,
    }));
    expect(labs).toEqual(wanted);
    expect(parsed.map(({ lab }) => lab?.order)).toEqual(labs.map((_, index) => index + 1));
  });

  it('asks for no lab that comes later', () => {
    const before = new Set<string>();
    for (const { lab } of parsed) {
      expect((lab?.needs ?? []).filter((id) => !before.has(id))).toEqual([]);
      before.add(lab?.id ?? '');
    }
  });
});
