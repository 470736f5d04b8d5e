// Makes a program smaller as long as a condition holds, by leaving out lines and whole blocks.

/** The end (exclusive) of the block that line `start` opens; start + 1 if it opens none. */
function blockEnd(lines, start) {
  let depth = 0;
  for (let i = start; i < lines.length; i++) {
    for (const c of lines[i].replace(/"(\\.|[^"])*"/g, '')) {
      if ('{('.includes(c)) depth++;
      if ('})'.includes(c)) depth--;
    }
    if (depth <= 0) return i + 1;
  }
  return start + 1;
}

/** shrink() leaves out what it can of `source` while `holds(source)` is true. */
export function shrink(source, holds) {
  let lines = source.split('\n');
  for (let again = true; again;) {
    again = false;
    for (let i = 0; i < lines.length; i++) {
      const end = blockEnd(lines, i);
      const candidates = [[...lines.slice(0, i), ...lines.slice(end)]];
      // A block without its first and last line.
      if (end > i + 2) {
        candidates.push([
          ...lines.slice(0, i),
          ...lines.slice(i + 1, end - 1),
          ...lines.slice(end),
        ]);
      }
      const smaller = candidates.find((c) => holds(c.join('\n')));
      if (!smaller) continue;
      lines = smaller;
      again = true;
      i--;
    }
  }
  return lines.join('\n');
}
