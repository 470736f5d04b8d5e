// What the page keeps in this browser. Private windows refuse it: what is kept then lasts as long as
// the page.

/** readStored is what is kept under a key, null when there is nothing or nothing may be read. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** writeStored keeps a value as JSON, if it may. */
export function writeStored(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // See above.
  }
}

/** storedFields reads a stored object; empty for anything else, and for what is damaged. */
export function storedFields(text: string | null): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

/** fieldsOf takes a value from outside as an object; empty when it is none. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
