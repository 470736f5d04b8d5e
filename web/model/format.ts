// How numbers and durations are written in the page: short, and of steady width where they change.

const grouped = new Intl.NumberFormat('en-US');

/** formatCount groups the digits of a whole number. */
export function formatCount(value: number): string {
  return grouped.format(value);
}

/** formatShort writes a large count in four characters or so: 987, 12.3k, 4.56M. */
export function formatShort(value: number): string {
  if (value < 10_000) return formatCount(value);
  if (value < 1_000_000) return `${(value / 1_000).toFixed(value < 100_000 ? 1 : 0)}k`;
  if (value < 1_000_000_000) return `${(value / 1_000_000).toFixed(value < 100_000_000 ? 1 : 0)}M`;
  return `${(value / 1_000_000_000).toFixed(1)}G`;
}

/** formatNs writes a duration given in nanoseconds. */
export function formatNs(ns: number): string {
  if (ns < 1_000) return `${Math.round(ns)} ns`;
  if (ns < 1_000_000) return `${(ns / 1_000).toFixed(1)} µs`;
  if (ns < 1_000_000_000) return `${(ns / 1_000_000).toFixed(1)} ms`;
  return `${(ns / 1_000_000_000).toFixed(2)} s`;
}

/** formatClock writes a time of the run in milliseconds with three decimals. */
export function formatClock(ns: number): string {
  return (ns / 1_000_000).toFixed(3);
}

/** formatBytes writes a size. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
}

/** leakWords is what a status line says of leaked goroutines: nothing when there are none. */
export function leakWords(count: number): string {
  if (count === 0) return '';
  return count === 1 ? '; 1 goroutine leaked' : `; ${formatCount(count)} goroutines leaked`;
}

/** shortFunction drops the package of a function in main: worker, main.func1 stays. */
export function shortFunction(name: string): string {
  return /^main\.[^.]+$/.test(name) && name !== 'main.main' ? name.slice(5) : name;
}
