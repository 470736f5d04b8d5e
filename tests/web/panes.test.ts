import { describe, expect, it } from 'vitest';
import { keyGroups } from '../../web/model/keys';
import {
  clampPane,
  defaultPanes,
  keyedShare,
  paneMax,
  paneMin,
  parsePanes,
} from '../../web/model/panes';

describe('the panes', () => {
  it('are read field by field, within what stays usable', () => {
    expect(parsePanes(null)).toEqual(defaultPanes);
    expect(parsePanes('[')).toEqual(defaultPanes);
    expect(parsePanes('{"left": 0.5, "code": 7, "board": "wide"}')).toEqual({
      lab: defaultPanes.lab,
      left: 0.5,
      code: paneMax,
      board: defaultPanes.board,
    });
    expect(clampPane(-1)).toBe(paneMin);
  });

  it('are moved by arrow keys, to the ends by Home and End, by nothing else', () => {
    expect(keyedShare('ArrowRight', 0.5)).toBeCloseTo(0.52);
    expect(keyedShare('ArrowUp', 0.5)).toBeCloseTo(0.48);
    expect(keyedShare('ArrowRight', paneMax)).toBe(paneMax);
    expect(keyedShare('Home', 0.5)).toBe(paneMin);
    expect(keyedShare('End', 0.5)).toBe(paneMax);
    expect(keyedShare('a', 0.5)).toBeNull();
  });
});

describe('the list of keys', () => {
  it('says of every key what it does, and names each once within its group', () => {
    for (const { keys } of keyGroups) {
      const named = keys.flatMap(([names]) => names);
      expect(new Set(named).size).toBe(named.length);
      for (const [, what] of keys) expect(what).not.toBe('');
    }
  });
});
