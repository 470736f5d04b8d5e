// The output of a simulated run, which can also get shorter: going back takes back what was written
// after. The pieces are kept as they came; after a cut the log is written again from them.
import type { OutputPiece, StreamName } from '../engine/protocol';
import type { OutputLog } from './output';

export class OutputTape {
  private pieces: OutputPiece[] = [];
  private bytes = 0;

  constructor(private readonly log: OutputLog) {}

  clear(): void {
    this.pieces = [];
    this.bytes = 0;
    this.log.clear();
  }

  write(piece: OutputPiece): void {
    this.pieces.push(piece);
    this.bytes += piece.bytes.length;
    this.log.write(piece);
  }

  /** text is all that was written to a stream. */
  text(stream: StreamName): string {
    const decoder = new TextDecoder();
    const parts = this.pieces.filter((piece) => piece.stream === stream);
    return parts.map(({ bytes }) => decoder.decode(bytes, { stream: true })).join('');
  }

  /** cut keeps the first `bytes` bytes. Remarks of the page itself go with what is cut. */
  cut(bytes: number): void {
    if (bytes >= this.bytes) return;
    const old = this.pieces;
    this.clear();
    for (const piece of old) {
      const left = bytes - this.bytes;
      if (left <= 0) return;
      this.write(
        piece.bytes.length <= left ? piece : { ...piece, bytes: piece.bytes.slice(0, left) },
      );
    }
  }
}
