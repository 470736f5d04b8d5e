// Running other programs: one place that prints what is run, streams its output and reports how it
// ended. Every step of the npm commands goes through here, so their output looks the same.
import { spawn, spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** root is the folder that holds package.json. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);

/** Failure is an expected way for a step to end: its message is printed without a stack. */
export class Failure extends Error {}

/** step prints the heading of a step. */
export function step(text) {
  console.log(paint('1', `» ${text}`));
}

/** note prints a remark below a step. */
export function note(text) {
  console.log(paint('2', `  ${text}`));
}

/** seconds formats the time since `start` (a Date.now() value). */
export function seconds(start) {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`;
}

/**
 * run starts a program, shows its output live and resolves to {status, output}. With `capture` the
 * output is also collected; with `quiet` it is shown only when the program fails, with `silent` never.
 */
export function run(
  command,
  args,
  { cwd = root, env, capture = false, quiet = false, silent = false } = {},
) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio:
        capture || quiet || silent ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    let output = '';
    const collect = (stream) => (chunk) => {
      output += chunk;
      if (!quiet && !silent) stream.write(chunk);
    };
    child.stdout?.setEncoding('utf8').on('data', collect(process.stdout));
    child.stderr?.setEncoding('utf8').on('data', collect(process.stderr));
    child.on('error', (error) => done({ status: 127, output: `${command}: ${error.message}\n` }));
    child.on('close', (code, signal) => {
      const status = code ?? (signal ? 128 : 1);
      if (quiet && status !== 0) process.stdout.write(output);
      done({ status, output });
    });
  });
}

/** must is run() for a step that has to succeed. */
export async function must(command, args, options) {
  const result = await run(command, args, options);
  if (result.status !== 0) {
    if (result.status === 127) process.stdout.write(result.output);
    throw new Failure(`${command} ${args.join(' ')} failed with status ${result.status}`);
  }
  return result;
}

/** which returns whether a command is on PATH. */
export function which(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;
}

/** main runs a script's body and turns a Failure into one line and exit status 1. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(paint('31', `gopark: ${error.message}`));
    process.exitCode = 1;
  }
}
