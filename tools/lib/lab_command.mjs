// The commands about labs, apart from where the labs' engine comes from: a checkout bundles it
// (scripts/lib/labs.mjs), the npm package brings it along. `labs` is that module, `engine` a LabEngine
// (web/labs/run_once.ts).
import { readFileSync } from 'node:fs';

/** readText reads a file; the answer is its text, or what is wrong with it. */
function readText(path) {
  try {
    return { text: readFileSync(path === '-' ? 0 : path, 'utf8') };
  } catch (error) {
    return { wrong: error.code === 'ENOENT' ? 'no such file' : error.message };
  }
}

/** engineOf makes a LabEngine of a loaded st module: under Node nobody else wants a turn. */
export function engineOf(module) {
  return { module, pause: () => Promise.resolve() };
}

/**
 * labCheck checks lab files, printing FILE:LINE: message for each mistake and a line for each file
 * without. The answer is the exit status: 0 when there is no mistake, else 1.
 */
export async function labCheck({ labs, engine, files, resolve = (file) => file, print }) {
  let failed = false;
  for (const file of files) {
    const { text, wrong } = readText(resolve(file));
    if (wrong !== undefined) {
      print(`${file}: ${wrong}`);
      failed = true;
      continue;
    }
    const { mistakes, lab, runs } = await labs.tryLab(engine, text);
    for (const { line, message } of mistakes) print(`${file}:${line}: ${message}`);
    if (mistakes.length === 0) print(`${file}: ok: ${lab.title} (${runs} runs)`);
    failed ||= mistakes.length > 0;
  }
  return failed ? 1 : 0;
}

/**
 * verifyCommand is `gopark verify LAB.md HANDIN`: HANDIN is the text itself, or a file that holds it,
 * or - for standard input. The answer is the exit status: 0 when everything is right, 1 when something
 * is not, 2 when there is nothing to verify.
 */
export async function verifyCommand({ labs, engine, argv, print, printError }) {
  const [file, given, ...more] = argv;
  if (file === undefined || given === undefined || more.length > 0) {
    printError('usage: gopark verify LAB.md HANDIN (the text, a file that holds it, or -)');
    return 2;
  }
  const lab = readText(file);
  const handIn = /^\s*gopark-handin-/.test(given) ? { text: given } : readText(given);
  for (const [name, { wrong }] of [
    [file, lab],
    [given, handIn],
  ]) {
    if (wrong === undefined) continue;
    printError(`gopark: ${name.length > 80 ? `${name.slice(0, 80)}…` : name}: ${wrong}`);
    return 2;
  }
  const verified = await labs.verify(engine, lab.text, handIn.text);
  if (!verified.ok) {
    printError(`gopark: ${verified.message}`);
    return 2;
  }
  const { verification } = verified;
  print(labs.reportOf(verification).trimEnd());
  return verification.passed === verification.total ? 0 : 1;
}
