/** Random is a small generator of numbers that are the same for a seed everywhere (mulberry32). */
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** below() is a number from 0 to n - 1. */
  below(n) {
    return this.next() % n;
  }

  pick(list) {
    return list[this.below(list.length)];
  }
}
