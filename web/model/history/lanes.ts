// Lists that grow at their end and lose entries at both: the span ids of a lane, and numbers over time.

/** Lane is the spans of one P, M or G, oldest first. */
export class Lane {
  private ids: number[] = [];
  private from = 0;

  get length(): number {
    return this.ids.length - this.from;
  }

  /** at is the id of the lane's span `index`, -1 when there is none. */
  at(index: number): number {
    return index < 0 ? -1 : (this.ids[this.from + index] ?? -1);
  }

  get last(): number {
    return this.at(this.length - 1);
  }

  push(id: number): void {
    this.ids.push(id);
  }

  /** pop takes the newest back, if it is this one. */
  pop(id: number): void {
    if (this.last === id) this.ids.pop();
  }

  /** shift gives the oldest up, if it is this one. */
  shift(id: number): void {
    if (this.at(0) !== id) return;
    this.from += 1;
    if (this.from > 1024 && this.from * 2 > this.ids.length) {
      this.ids = this.ids.slice(this.from);
      this.from = 0;
    }
  }

  /** indexOf finds a span of the lane, -1 when it is not in it. Ids rise along a lane. */
  indexOf(id: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < id) low = middle + 1;
      else high = middle;
    }
    return this.at(low) === id ? low : -1;
  }
}

const seriesMax = 1 << 18;

/** Series is a number that changes at moments: the length of a queue. -1: not known. */
export class Series {
  private times = new Float64Array(64);
  private seqs = new Float64Array(64);
  private values = new Int32Array(64);
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** last is the value now; nothing yet counts as 0. */
  get last(): number {
    return this.count === 0 ? 0 : (this.values[this.count - 1] ?? 0);
  }

  timeAt(index: number): number {
    return this.times[index] ?? 0;
  }

  valueAt(index: number): number {
    return this.values[index] ?? 0;
  }

  /** find is the index of the last change at or before a moment, -1 when there is none. */
  find(ns: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.times[middle] ?? 0) <= ns) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  push(ns: number, seq: number, value: number): void {
    if (this.count === this.times.length) this.grow();
    this.times[this.count] = this.count > 0 ? Math.max(ns, this.timeAt(this.count - 1)) : ns;
    this.seqs[this.count] = seq;
    this.values[this.count] = value;
    this.count += 1;
  }

  /** cut forgets what came after event `events`. */
  cut(events: number): void {
    while (this.count > 0 && (this.seqs[this.count - 1] ?? 0) > events) this.count -= 1;
  }

  private grow(): void {
    const keep = this.count >= seriesMax ? this.count / 2 : this.count;
    const size = Math.min(seriesMax, this.times.length * 2);
    const moved = <A extends Float64Array | Int32Array>(array: A, larger: A): A => {
      larger.set(array.subarray(this.count - keep, this.count));
      return larger;
    };
    this.times = moved(this.times, new Float64Array(size));
    this.seqs = moved(this.seqs, new Float64Array(size));
    this.values = moved(this.values, new Int32Array(size));
    this.count = keep;
  }
}
