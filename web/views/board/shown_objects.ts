// Which of many objects the board has room for.

/**
 * atMost keeps `max` of the objects, in their order: those that somebody waits on before idle ones,
 * older before newer, so that what is shown seldom changes.
 */
export function atMost<T>(objects: readonly T[], max: number, waiting: (object: T) => number): T[] {
  const waited = objects.filter((object) => waiting(object) > 0).slice(0, max);
  const room = max - waited.length;
  const kept = new Set(waited);
  for (const object of objects) {
    if (kept.size >= waited.length + room) break;
    kept.add(object);
  }
  return objects.filter((object) => kept.has(object));
}
