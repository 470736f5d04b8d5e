#!/usr/bin/env node
// The gopark command on a wasm build under Node: same flags, output and exit status as the native
// one (core/cli), the same module as the page's.
//   node tools/gopark-wasm.mjs [--build st|mt] run [options] prog.go
// The modules are taken from build/wasm of this checkout, or from the folder GOPARK_WASM_DIR.
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { parseCommandLine, UsageError, usage } from './lib/command_line.mjs';
import { loadEngine } from './lib/load_engine.mjs';

const kTickBudgetNs = 8e6;
const kOutputPerTickBytes = 1 << 20;
// Output and the end of the run are looked at this often, whatever the session wants.
const kTickMsMax = 2;

/** writeAll writes to a descriptor that may be a pipe in non-blocking mode. */
function writeAll(fd, bytes) {
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if (error.code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      else if (error.code === 'EPIPE') process.exit(141);
      else throw error;
    }
  }
}

const toStderr = (text) => writeAll(2, Buffer.from(`${text}\n`));

function readSource(path) {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    toStderr(
      `gopark: ${path}: ${error.code === 'ENOENT' ? 'No such file or directory' : error.message}`,
    );
    return null;
  }
}

function report(diagnostics) {
  for (const { file, line, column, message } of diagnostics) {
    toStderr(line > 0 ? `${file}:${line}:${column}: ${message}` : message);
  }
}

/** ticks drives the session until it is over, calling eachTick after every tick. */
function ticks(session, eachTick) {
  return new Promise((resolve) => {
    const tick = () => {
      const ns = session.tick(kTickBudgetNs);
      const more = eachTick();
      if (ns < 0 && !more) resolve();
      else if (ns <= 0 || more) setImmediate(tick);
      else setTimeout(tick, Math.min(ns / 1e6, kTickMsMax));
    };
    tick();
  });
}

/** scheduleOf is the name of the run that the options of `sim` ask for. */
function scheduleOf(engine, options) {
  const { procs, preempt, swap, settings } = options.session;
  const schedule =
    options.schedule ||
    engine.formatSchedule({ ...options.sim, procs, preempt, swap, settings: settings ?? {} });
  const { error } = engine.parseSchedule(schedule);
  if (error !== '')
    throw new UsageError(`gopark: -${options.schedule ? 'schedule' : 'set'}: ${error}`);
  return schedule;
}

async function run(engine, options) {
  const source = options.workload ? '' : readSource(options.file);
  if (source === null) return 1;
  let events = null;
  if (options.traceEvents) {
    try {
      events = openSync(options.traceEvents, 'w');
    } catch (error) {
      toStderr(`gopark: ${options.traceEvents}: ${error.message}`);
      return 1;
    }
  }
  const session = new engine.Session({
    ...options.session,
    ...(options.command === 'sim' && { schedule: scheduleOf(engine, options) }),
    events: events !== null,
    keepEvents: events !== null,
  });
  if (options.workload) {
    if (!session.startWorkload(options.file)) {
      toStderr(`gopark: no workload '${options.file}'; there are: ${engine.workloads().join(' ')}`);
      return 1;
    }
  } else {
    const diagnostics = session.start(source, options.file === '-' ? 'prog.go' : options.file);
    if (diagnostics.length > 0) {
      report(diagnostics);
      return 1;
    }
  }
  let lost = 0;
  await ticks(session, () => {
    const chunks = session.takeOutput(kOutputPerTickBytes);
    for (const { stream, bytes } of chunks) writeAll(stream, bytes);
    if (events !== null) {
      const json = session.takeEventsJson();
      lost += session.eventsSkipped();
      writeAll(events, Buffer.from(json));
    }
    return chunks.length > 0;
  });
  if (events !== null) closeSync(events);
  if (lost > 0) {
    toStderr(`gopark: ${lost} events came faster than they could be written and are missing`);
  }
  if (session.stopCause() === 'timeout') {
    toStderr('gopark: the program was stopped: it ran longer than -timeout allows');
  }
  if (options.verbose && options.command === 'sim') {
    const { events: count, decisions, tick, timeNs } = session.simPosition();
    const seconds = (timeNs / 1e9).toFixed(6);
    toStderr(
      `gopark: ${session.simSchedule()}: ${count} events, ${decisions} decisions, ${tick} steps, ${seconds} s of virtual time`,
    );
  }
  const code = session.exitCode();
  session.delete();
  return code;
}

function check(engine, options) {
  const source = readSource(options.file);
  if (source === null) return 1;
  const session = new engine.Session(options.session);
  const diagnostics = session.check(source, options.file === '-' ? 'prog.go' : options.file);
  report(diagnostics);
  session.delete();
  return diagnostics.length > 0 ? 1 : 0;
}

async function bench(engine, options) {
  let failed = false;
  const results = [];
  for (let i = 0; i < engine.benchCount(); i++) {
    const item = engine.benchItem(i);
    const measured = new engine.BenchRun(i);
    await ticks(measured, () => false);
    const value = measured.value();
    measured.delete();
    failed ||= value < 0;
    results.push({ ...item, value: Number(value.toFixed(1)) });
    if (options.json) continue;
    const columns = [
      item.name.padEnd(18),
      item.goroutines.padEnd(18),
      value.toFixed(1).padStart(10),
      item.unit,
    ];
    writeAll(1, Buffer.from(`${columns.join(' ')}\n`));
  }
  if (options.json) {
    writeAll(1, Buffer.from(`[${results.map((r) => `\n  ${JSON.stringify(r)}`)}\n]\n`));
  }
  return failed ? 1 : 0;
}

// verify takes the labs' engine from build/labs, where `npm run build` puts it.
async function verify(argv) {
  const bundle = new URL('../build/labs/labs.mjs', import.meta.url);
  if (!existsSync(bundle)) {
    throw new UsageError("gopark: build/labs/labs.mjs is not there: 'npm run build' makes it");
  }
  const { engineOf, verifyCommand } = await import('./lib/lab_command.mjs');
  return verifyCommand({
    labs: await import(bundle.href),
    engine: engineOf(await loadEngine('st', toStderr)),
    argv,
    print: (text) => writeAll(1, Buffer.from(`${text}\n`)),
    printError: toStderr,
  });
}

async function main(argv) {
  if (argv[0] === 'verify') return verify(argv.slice(1));
  const options = parseCommandLine(argv, process.env);
  if (options.help) {
    writeAll(1, Buffer.from(usage));
    return 0;
  }
  const engine = await loadEngine(options.build, toStderr);
  const host = engine.threads() ? 'threads' : 'coop';
  if ((options.session.host ?? host) !== host) {
    throw new UsageError(`gopark: the ${options.build} build has only -host ${host}`);
  }
  if (options.command === 'sim' && engine.threads()) {
    throw new UsageError('gopark: sim needs the st build');
  }
  if (options.command === 'run' || options.command === 'sim') return run(engine, options);
  if (options.command === 'bench') return bench(engine, options);
  return check(engine, options);
}

// Leaving by process.exit: Workers wait for further Ms and would keep the process.
try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  if (error instanceof UsageError) {
    toStderr(error.message);
    process.exit(2);
  }
  toStderr(`gopark: ${error.stack ?? error}`);
  process.exit(134);
}
