// Writes a copy of core/runtime in which every defect of defects.json is present and off:
//   node make_defects.mjs <core/runtime> <folder>
// Each place becomes a choice at run time, so that one build holds all of them. The sources
// themselves stay clean; a defect whose text is not found exactly once is an error, so the list
// cannot fall behind them.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [source, target] = process.argv.slice(2);
const list = join(dirname(fileURLToPath(import.meta.url)), 'defects.json');
const defects = JSON.parse(readFileSync(list, 'utf8'));

function guarded(defect, number) {
  const on = `(gopark::selectedDefect == ${number})`;
  if (defect.kind === 'expression') return `(${on} ? (${defect.to}) : (${defect.from}))`;
  if (defect.kind === 'statement') return `if (${on}) { ${defect.to} } else { ${defect.from} }`;
  throw new Error(`${defect.name}: kind is expression or statement, not ${defect.kind}`);
}

// Only what changed is written, so that a build compiles only that.
function write(file, text) {
  try {
    if (readFileSync(file, 'utf8') === text) return;
  } catch {
    // It is new.
  }
  writeFileSync(file, text);
}

mkdirSync(join(target, 'runtime'), { recursive: true });
const used = new Set();
for (const name of readdirSync(source)) {
  let text = readFileSync(join(source, name), 'utf8');
  const here = defects.filter((defect) => defect.file === name);
  for (const defect of here) {
    const count = text.split(defect.from).length - 1;
    if (count !== 1) {
      console.error(`defects.json: "${defect.name}": its text stands ${count} times in ${name}`);
      process.exit(1);
    }
  }
  // From the end on, so that the places of the others stay.
  const places = here.map((defect) => ({ defect, at: text.indexOf(defect.from) }));
  places.sort((a, b) => b.at - a.at);
  let end = text.length;
  for (const { defect, at } of places) {
    used.add(defect);
    if (at + defect.from.length > end) {
      console.error(`defects.json: "${defect.name}" overlaps another one`);
      process.exit(1);
    }
    end = at;
    const replaced = guarded(defect, defects.indexOf(defect) + 1);
    text = text.slice(0, at) + replaced + text.slice(at + defect.from.length);
  }
  if (here.length > 0) text = `namespace gopark {\nextern int selectedDefect;\n}\n${text}`;
  write(join(target, 'runtime', name), text);
}
for (const defect of defects) {
  if (used.has(defect)) continue;
  console.error(`defects.json: "${defect.name}": there is no ${defect.file}`);
  process.exit(1);
}
const names = defects.map((defect) => `    ${JSON.stringify(defect.name)},\n`).join('');
write(
  join(target, 'defect_names.h'),
  `// The defects of defects.json, in its order.\n#pragma once\n\n` +
    `inline constexpr const char* kDefectNames[] = {\n${names}};\n`,
);
writeFileSync(join(target, 'stamp'), '');
