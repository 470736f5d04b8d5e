// The program's output as lines, bounded: when it holds too much, the oldest lines go and are
// counted. Bytes arrive in pieces that may end in the middle of a line or of a UTF-8 sequence.
//
//   dropped │ lines[0] ... lines[n-1] │ open line (not ended yet)
import type { OutputPiece, StreamName } from '../engine/protocol';

/** Note lines are the page's own words between the program's. */
export type LineKind = StreamName | 'note' | 'error';

export interface OutputLine {
  readonly kind: LineKind;
  readonly text: string;
}

export interface OutputLimits {
  readonly linesMax: number;
  readonly charsMax: number;
  /** A longer line is broken into several: drawing one of a megabyte would stall the page. */
  readonly lineCharsMax: number;
}

const defaultLimits: OutputLimits = {
  linesMax: 200_000,
  charsMax: 16 * 1024 * 1024,
  lineCharsMax: 2_000,
};

export class OutputLog {
  private lines: OutputLine[] = [];
  private first = 0; // Lines before this index are dropped but not yet cut off.
  private chars = 0;
  private open = '';
  private openKind: LineKind = 'stdout';
  private droppedLines = 0;
  private bytes = 0;
  private decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };

  constructor(private readonly limits: OutputLimits = defaultLimits) {}

  /** length is the number of lines, the open one included. */
  get length(): number {
    return this.lines.length - this.first + (this.open === '' ? 0 : 1);
  }

  /** dropped is how many of the oldest lines are gone. */
  get dropped(): number {
    return this.droppedLines;
  }

  get bytesTotal(): number {
    return this.bytes;
  }

  line(index: number): OutputLine | undefined {
    const line = this.lines[this.first + index];
    if (line) return line;
    if (index === this.length - 1 && this.open !== '') {
      return { kind: this.openKind, text: this.open };
    }
    return undefined;
  }

  clear(): void {
    this.lines = [];
    this.first = this.chars = this.droppedLines = this.bytes = 0;
    this.open = '';
    this.decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  }

  /** write takes a piece of the program's output. */
  write(piece: OutputPiece): void {
    this.bytes += piece.bytes.length;
    this.append(piece.stream, this.decoders[piece.stream].decode(piece.bytes, { stream: true }));
  }

  /** say adds a line of the page's own. */
  say(kind: 'note' | 'error', text: string): void {
    this.endLine();
    for (const line of text.split('\n')) this.push(kind, line);
  }

  private append(kind: LineKind, text: string): void {
    if (text === '') return;
    if (kind !== this.openKind) this.endLine();
    this.openKind = kind;
    const parts = (this.open + text).split('\n');
    this.open = parts.pop() ?? '';
    for (const part of parts) this.push(kind, part.endsWith('\r') ? part.slice(0, -1) : part);
    while (this.open.length > this.limits.lineCharsMax) {
      this.push(kind, this.open.slice(0, this.limits.lineCharsMax));
      this.open = this.open.slice(this.limits.lineCharsMax);
    }
  }

  private endLine(): void {
    if (this.open === '') return;
    this.push(this.openKind, this.open);
    this.open = '';
  }

  private push(kind: LineKind, text: string): void {
    const { lineCharsMax, linesMax, charsMax } = this.limits;
    for (let at = 0; at === 0 || at < text.length; at += lineCharsMax) {
      const part = text.length <= lineCharsMax ? text : text.slice(at, at + lineCharsMax);
      this.lines.push({ kind, text: part });
      this.chars += part.length + 1;
    }
    while (this.lines.length - this.first > linesMax || this.chars > charsMax) {
      this.chars -= (this.lines[this.first]?.text.length ?? 0) + 1;
      this.first += 1;
      this.droppedLines += 1;
    }
    // Cut the dropped part off in large pieces: shifting line by line would be quadratic.
    if (this.first > linesMax / 2) {
      this.lines = this.lines.slice(this.first);
      this.first = 0;
    }
  }
}

/** Place is a position in the source that a line of output speaks of. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** Where in the text it stands. */
  readonly start: number;
  readonly end: number;
}

const placePattern = /(?:[\w./-]*\/)?([\w-]+\.go):(\d+)(?::(\d+))?/g;

/** placesIn finds `file.go:line[:column]` of the given file in a line of output. */
export function placesIn(text: string, fileName: string): Place[] {
  const places: Place[] = [];
  if (!text.includes('.go:')) return places;
  for (const match of text.matchAll(placePattern)) {
    if (match[1] !== fileName) continue;
    places.push({
      line: Number(match[2]),
      column: Number(match[3] ?? 1),
      start: match.index,
      end: match.index + match[0].length,
    });
  }
  return places;
}
