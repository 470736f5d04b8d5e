import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseDraft } from '../../web/model/draft';
import { refusedFile, refusedText, savedName } from '../../web/model/files';
import { defaultSettings } from '../../web/model/settings';
import {
  decodeShared,
  encodeShared,
  isShared,
  settingsOf,
  sharedState,
} from '../../web/model/share';

const source = 'package main\n\nfunc main() {\n\tprintln("héllo, 世界")\n}\n';

const full = sharedState({
  chosen: 'go:hello',
  source,
  settings: { ...defaultSettings, engine: 'simulated', procs: 8, seed: 12, theme: 'dark' },
  schedule: 'v1,procs=8,seed=12,o=17:2',
  events: 4321,
  breakpoints: ['line 4', 'P1.runq > 5'],
  view: { tab: 'board', panel: 'Branches' },
});

// As somebody else might pack it.
const packed = (value: unknown) =>
  `#1.${deflateRawSync(JSON.stringify(value)).toString('base64url')}`;

async function faultOf(fragment: string): Promise<string> {
  const decoded = await decodeShared(fragment);
  return decoded.ok ? '' : decoded.message;
}

describe('a link', () => {
  it('holds everything, and nothing of the person', async () => {
    const fragment = await encodeShared(full);
    expect(fragment).toMatch(/^#1\.[\w-]+$/);
    expect(await decodeShared(fragment)).toEqual({ ok: true, shared: full });
    expect(full.settings).toEqual({ engine: 'simulated', procs: 8, seed: 12 });
  });

  it('stands for the defaults it leaves out, whatever the visitor has set', () => {
    const visitor = { ...defaultSettings, procs: 2, preempt: 'none', theme: 'dark' } as const;
    const opened = {
      ...visitor,
      ...settingsOf(sharedState({ ...full, settings: defaultSettings })),
    };
    expect(opened).toEqual({ ...defaultSettings, theme: 'dark' });
  });

  it('of the first version stays readable', async () => {
    const link =
      '#1.HY29CsMwEINfJWhqwUt_oHDQqY9Rd3Cca3LUPQfbSYeQdy_2KOmTtMFPMbOCMEaaOIQIgxyX5BmE2fmPG7n7OlGr' +
      'Vt-L-iYOx26zasucREvQg0XrWhyt7lbrBpciOmbQBtZRtO5l-S7BFR5gMKfoM-hcUR5At90g-4mHJVR0PZlG3M-m5vcb' +
      'DHhlLRl0uRj0id1njtKMJ4Iod1e8DFbhXz0trgehjy61N6ccQHhMUTxn7Psf';
    expect(await decodeShared(link)).toEqual({
      ok: true,
      shared: {
        chosen: 'go:hello',
        source: 'package main\n\nfunc main() {\n\tprintln("hello")\n}\n',
        settings: { engine: 'simulated', procs: 2, seed: 7 },
        schedule: 'v1,procs=2,seed=7',
        events: 33,
        breakpoints: ['line 4'],
        view: { tab: 'board', panel: 'Choices' },
      },
    });
  });

  it('is told from other fragments', () => {
    expect(isShared('#1.abc')).toBe(true);
    expect(isShared('#77.abc')).toBe(true);
    expect(isShared('#lab=https://example.org/x.md')).toBe(false);
    expect(isShared('')).toBe(false);
  });
});

describe('a hostile link', () => {
  it('is refused with a plain word', async () => {
    expect(await faultOf('#2.abcd')).toMatch(/version 2/);
    expect(await faultOf('#1.a<script>')).toMatch(/damaged/);
    expect(await faultOf('#1.')).toMatch(/damaged/);
    expect(await faultOf('#1.a')).toMatch(/damaged/);
    expect(await faultOf('#1.AAAA')).toMatch(/damaged/);
    expect(await faultOf((await encodeShared(full)).slice(0, -9))).toMatch(/damaged/);
    expect(await faultOf(`#1.${deflateRawSync('no JSON').toString('base64url')}`)).toMatch(
      /damaged/,
    );
    expect(await faultOf(`#1.${'A'.repeat(500_000)}`)).toMatch(/too long/);
  });

  it('that unpacks to very much is stopped on the way', async () => {
    const bomb = deflateRawSync(Buffer.alloc(64 << 20, 32)).toString('base64url');
    expect(bomb.length).toBeLessThan(400_000);
    expect(await faultOf(`#1.${bomb}`)).toMatch(/unpacks to more/);
  });

  it('loses only the fields that are not what they should be', async () => {
    const odd = packed({
      chosen: 7,
      source,
      settings: { procs: 8, preempt: 'now and then', engine: '<b>', theme: 'dark', build: 'mt' },
      schedule: null,
      events: -3,
      breakpoints: ['line 4', 5, null],
      view: 'all',
      __proto__: { polluted: true },
    });
    expect(await decodeShared(odd)).toEqual({
      ok: true,
      shared: {
        chosen: '',
        source,
        settings: { procs: 8 },
        schedule: '',
        events: 0,
        breakpoints: ['line 4'],
        view: { tab: '', panel: '' },
      },
    });
    const nothing = await decodeShared(packed(null));
    expect(nothing.ok && nothing.shared.source).toBe('');
  });
});

describe('the draft', () => {
  it('is read only when it is whole', () => {
    const draft = { chosen: 'go:hello', source };
    expect(parseDraft(JSON.stringify(draft))).toEqual(draft);
    for (const text of [null, '', '{', 'null', '7', '{"chosen":1,"source":""}', '{"chosen":""}']) {
      expect(parseDraft(text)).toBeNull();
    }
  });
});

describe('files', () => {
  it('are taken when they are texts of a program’s size', () => {
    expect(refusedFile({ name: 'a.go', size: 1000 })).toBe('');
    expect(refusedFile({ name: 'a.go', size: 2_000_000 })).toMatch(/^a\.go is too large/);
    expect(refusedText('a.png', '\u0089PNG\0')).toMatch(/^a\.png is not a text/);
    expect(refusedText('a.go', source)).toBe('');
  });

  it('are saved as what they are', () => {
    expect(savedName(source)).toBe('prog.go');
    expect(savedName('-- main.go --\npackage main\n-- go.mod --\nmodule x\n')).toBe('prog.txtar');
  });
});
