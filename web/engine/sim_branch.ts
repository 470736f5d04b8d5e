// Branch: one future of a simulated run. Branches share the checkpoints before their fork; what was
// changed by hand (an override, a fault) is a pinned checkpoint of its own, because re-executing
// what lies before it would not make the change again.
//
//   Run      c0──c1──c2──c3──c4
//   Fork 1   c0──c1──c2─[e1]──d2       e1: c2 with an override in it
import { before, type Checkpoint } from './checkpoints';
import { EventTape } from './event_tape';
import type { OutputPiece } from './protocol';
import type { BranchInfo, Choice, RunTarget, SimPosition } from './sim_protocol';

const choicesMax = 50_000;

/** TapedPiece is output with its place in the run's output. */
export interface TapedPiece extends OutputPiece {
  readonly start: number;
}

/** tapeUpTo is a tape's first `bytes` bytes. */
export function tapeUpTo(tape: readonly TapedPiece[], bytes: number): TapedPiece[] {
  return tape
    .filter((piece) => piece.start < bytes)
    .map((piece) => ({ ...piece, bytes: piece.bytes.subarray(0, bytes - piece.start) }));
}

export class Branch {
  /** In the order of the run. */
  checkpoints: Checkpoint[];
  /** Those of them that hold a change made by hand. */
  edits: Checkpoint[] = [];
  /** The choices of this branch, by rising index, but for the frequent kinds. */
  choices: Choice[] = [];
  /** All output of this branch as far as it is known: going ahead by a checkpoint skips writing it. */
  tape: TapedPiece[] = [];
  /** ... and all its events. */
  events = new EventTape();
  end: SimPosition;
  ended = false;
  exitCode = 0;
  schedule: string;

  constructor(
    readonly id: number,
    readonly name: string,
    readonly fork: BranchInfo['fork'],
    start: readonly Checkpoint[],
    end: SimPosition,
    schedule: string,
  ) {
    this.checkpoints = [...start];
    this.end = end;
    this.schedule = schedule;
  }

  get info(): BranchInfo {
    const { id, name, fork, ended, exitCode, schedule, end } = this;
    return {
      id,
      name,
      fork,
      endEvents: end.events,
      endNs: end.timeNs,
      ended,
      exitCode,
      schedule,
    };
  }

  /** upTo returns the checkpoints before and at this one. */
  upTo(checkpoint: Checkpoint): Checkpoint[] {
    return this.checkpoints.slice(0, this.checkpoints.indexOf(checkpoint) + 1);
  }

  add(checkpoint: Checkpoint): void {
    const at = this.checkpoints.findLastIndex((other) => !before(checkpoint.at, other.at));
    this.checkpoints.splice(at + 1, 0, checkpoint);
    if (checkpoint.pinned && checkpoint.at.edits > this.edits.length) this.edits.push(checkpoint);
  }

  remove(checkpoint: Checkpoint): void {
    this.checkpoints = this.checkpoints.filter((other) => other !== checkpoint);
  }

  /** lastBefore is the last checkpoint from which the target still lies ahead. */
  lastBefore(target: RunTarget): Checkpoint {
    const { events = Infinity, tick = Infinity, timeNs = Infinity } = target;
    return this.last(({ at }) => at.events <= events && at.tick <= tick && at.timeNs <= timeNs);
  }

  /** lastUndecided is the last checkpoint at which this decision was still to be taken. */
  lastUndecided(decision: number): Checkpoint {
    return this.last(({ at }) => at.decisions <= decision);
  }

  /** learn takes choices in; it returns those that were not known. */
  learn(choices: readonly Choice[]): Choice[] {
    const known = this.choices.at(-1)?.index ?? -1;
    const fresh = choices.filter((choice) => choice.index > known);
    if (this.choices.length < choicesMax) this.choices.push(...fresh);
    return fresh;
  }

  get tapeBytes(): number {
    const last = this.tape.at(-1);
    return last ? last.start + last.bytes.length : 0;
  }

  /** write takes output in; what was written before is written the same again. */
  write(piece: TapedPiece): void {
    const known = this.tapeBytes - piece.start;
    if (known >= piece.bytes.length) return;
    const bytes = known > 0 ? piece.bytes.slice(known) : piece.bytes;
    this.tape.push({ stream: piece.stream, bytes, start: piece.start + Math.max(0, known) });
  }

  /** output is what was written from byte `from` up to byte `to`. */
  output(from: number, to: number): OutputPiece[] {
    const pieces: OutputPiece[] = [];
    const first = this.tape.findLastIndex((piece) => piece.start <= from);
    for (const { stream, bytes, start } of this.tape.slice(Math.max(0, first))) {
      if (start >= to) break;
      const part = bytes.slice(Math.max(0, from - start), to - start);
      if (part.length > 0) pieces.push({ stream, bytes: part });
    }
    return pieces;
  }

  private last(wanted: (checkpoint: Checkpoint) => boolean): Checkpoint {
    const found = this.checkpoints.findLast(wanted) ?? this.checkpoints[0];
    if (!found) throw new Error('a branch has no start');
    return found;
  }
}
