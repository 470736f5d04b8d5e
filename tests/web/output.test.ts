import { describe, expect, it } from 'vitest';
import { OutputLog, placesIn } from '../../web/model/output';

const bytes = (text: string) => new TextEncoder().encode(text);
const all = (log: OutputLog) =>
  Array.from({ length: log.length }, (_, index) => log.line(index)?.text);

describe('OutputLog', () => {
  it('joins lines that arrive in pieces', () => {
    const log = new OutputLog();
    log.write({ stream: 'stdout', bytes: bytes('one\ntw') });
    log.write({ stream: 'stdout', bytes: bytes('o\nthree') });
    expect(all(log)).toEqual(['one', 'two', 'three']);
  });

  it('joins a character that arrives in two pieces', () => {
    const log = new OutputLog();
    const euro = bytes('5 €\n');
    log.write({ stream: 'stdout', bytes: euro.subarray(0, 3) });
    log.write({ stream: 'stdout', bytes: euro.subarray(3) });
    expect(all(log)).toEqual(['5 €']);
  });

  it('begins a new line where the stream changes', () => {
    const log = new OutputLog();
    log.write({ stream: 'stdout', bytes: bytes('out') });
    log.write({ stream: 'stderr', bytes: bytes('err\n') });
    expect(all(log)).toEqual(['out', 'err']);
    expect(log.line(1)?.kind).toBe('stderr');
  });

  it('keeps an empty line', () => {
    const log = new OutputLog();
    log.write({ stream: 'stdout', bytes: bytes('a\n\nb\n') });
    expect(all(log)).toEqual(['a', '', 'b']);
  });

  it('drops the oldest lines beyond its limit and counts them', () => {
    const log = new OutputLog({ linesMax: 10, charsMax: 1_000, lineCharsMax: 100 });
    for (let i = 0; i < 1_000; i++) log.write({ stream: 'stdout', bytes: bytes(`${i}\n`) });
    expect(log.length).toBe(10);
    expect(log.dropped).toBe(990);
    expect(log.line(0)?.text).toBe('990');
    expect(log.line(9)?.text).toBe('999');
  });

  it('drops by characters too', () => {
    const log = new OutputLog({ linesMax: 1_000, charsMax: 100, lineCharsMax: 100 });
    for (let i = 0; i < 20; i++) log.write({ stream: 'stdout', bytes: bytes('123456789\n') });
    expect(log.length).toBe(10);
  });

  it('breaks a line that never ends', () => {
    const log = new OutputLog({ linesMax: 100, charsMax: 10_000, lineCharsMax: 10 });
    log.write({ stream: 'stdout', bytes: bytes('x'.repeat(35)) });
    expect(all(log)).toEqual(['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(10), 'x'.repeat(5)]);
  });

  // 0.3 s on an idle machine; shifting line by line would take minutes.
  it('takes a million lines', { timeout: 60_000 }, () => {
    const log = new OutputLog();
    const piece = { stream: 'stdout' as const, bytes: bytes('line\n'.repeat(10_000)) };
    for (let i = 0; i < 100; i++) log.write(piece);
    expect(log.length + log.dropped).toBe(1_000_000);
  });

  it('puts remarks of the page on lines of their own', () => {
    const log = new OutputLog();
    log.write({ stream: 'stdout', bytes: bytes('half') });
    log.say('note', 'Stopped.');
    expect(all(log)).toEqual(['half', 'Stopped.']);
    expect(log.line(1)?.kind).toBe('note');
  });
});

describe('placesIn', () => {
  it('finds line and column of the program’s file', () => {
    const [place] = placesIn('prog.go:12:7: undefined: x', 'prog.go');
    expect(place).toEqual({ line: 12, column: 7, start: 0, end: 12 });
  });

  it('finds a traceback’s line behind its path', () => {
    const [place] = placesIn('\t/tmp/x/prog.go:9 +0x1d', 'prog.go');
    expect(place).toMatchObject({ line: 9, column: 1, start: 1 });
  });

  it('leaves other files alone', () => {
    expect(placesIn('\t/usr/lib/go/src/runtime/proc.go:250', 'prog.go')).toEqual([]);
  });
});
