// Moving through rows by keyboard: arrows, Home, End and a page at a time. The list itself has the
// focus; which row is meant is the page's selection.

const pageRows = 10;

/** rowKey is the row a key press leads to from row `at` (-1: none) of `count`; null: not such a key. */
export function rowKey(event: KeyboardEvent, at: number, count: number): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || count === 0) return null;
  const within = (row: number): number => Math.min(Math.max(row, 0), count - 1);
  switch (event.key) {
    case 'ArrowDown':
      return within(at + 1);
    case 'ArrowUp':
      return at < 0 ? count - 1 : within(at - 1);
    case 'PageDown':
      return within(at + pageRows);
    case 'PageUp':
      return at < 0 ? 0 : within(at - pageRows);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
