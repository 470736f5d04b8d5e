// Programs as files: what may be opened, and under which name one is saved. A text of several files
// in txtar form is an archive, as the Go playground writes it.

export const openedTypes = '.go,.txtar,.txt,text/plain';

const bytesMax = 1_000_000;

/** refusedFile says why a file is not taken, '' when it is. */
export function refusedFile(file: { readonly name: string; readonly size: number }): string {
  if (file.size > bytesMax) return `${file.name} is too large: at most 1 MB of Go is taken.`;
  return '';
}

/** refusedText says why a file's text is not taken, '' when it is. */
export function refusedText(name: string, text: string): string {
  return text.includes('\0') ? `${name} is not a text file.` : '';
}

/** savedName is the file name a program is saved under. */
export function savedName(source: string): string {
  return /^-- [^\n]+ --$/m.test(source) ? 'prog.txtar' : 'prog.go';
}
