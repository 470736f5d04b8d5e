// The command line of tools/gopark-wasm.mjs: core/cli/options.cpp's, with --build in front. Long
// options take one dash or two, and their value as the next word or after "=".

export const usage = `usage: gopark-wasm [--build st|mt] COMMAND
       gopark run [options] prog.go   compile and run a Go program (- reads standard input)
       gopark sim [options] prog.go   run it on a simulated machine, repeatably (st)
       gopark check prog.go           compile only
       gopark bench [-json]           measure the scheduler
       gopark verify LAB.md HANDIN    do a hand-in of a lab again

  -procs N           GOMAXPROCS (default: $GOMAXPROCS, else the processors there are)
  -preempt MODE      async, cooperative or none (default async)
  -swap MODE         auto: only native goroutines own a native stack; context: all do
  -host HOST         threads: every M is a Worker (mt build); coop: every M on this thread (st)
  -set NAME=VALUE    turn a knob of the scheduler, as globalTick=1; may be repeated
  -timeout D         stop the program after D, as 10s or 200ms
  -trace-events FILE write every scheduler event, one JSON object a line
  -workload          the argument names a built-in C++ workload, not a file
  -json              bench: print JSON

  sim only:
  -seed N            seed of every choice (default 1)
  -cores N           virtual cores (default: as -procs, else 4)
  -schedule S        the whole run by its name: settings, seed, overrides, faults
  -events FILE       as -trace-events
  -v                 say what the run was called and how long it was

GOMAXPROCS, GODEBUG=schedtrace=MS,scheddetail=1 and GOTRACEBACK are honoured as Go does.
`;

/** UsageError is a mistake on the command line; its message is the whole answer. */
export class UsageError extends Error {}

const kUnitsNs = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };

/** parseDurationNs reads Go's duration form ("1.5s", "200ms"); negative when it is none. */
export function parseDurationNs(text) {
  if (!/^(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+$/.test(text)) return -1;
  let total = 0;
  for (const [, value, , unit] of text.matchAll(/(\d+(\.\d*)?)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(value) * kUnitsNs[unit];
  }
  return total;
}

function oneOf(name, value, words, want) {
  if (!words.includes(value))
    throw new UsageError(`gopark: -${name} takes ${want}, not '${value}'`);
  return value;
}

// Each option: whether it takes a value, and what it does with it.
const kOptions = {
  procs: {
    value: true,
    apply(options, value) {
      const n = /^\d+$/.test(value) ? Number(value) : 0;
      if (n < 1 || n > 1024) {
        throw new UsageError(`gopark: -procs takes a number from 1 to 1024, not '${value}'`);
      }
      options.session.procs = n;
    },
  },
  preempt: {
    value: true,
    apply(options, value) {
      const words = ['async', 'cooperative', 'none'];
      options.session.preempt = oneOf('preempt', value, words, 'async, cooperative or none');
    },
  },
  swap: {
    value: true,
    apply(options, value) {
      options.session.swap = oneOf('swap', value, ['auto', 'context'], 'auto or context');
    },
  },
  host: {
    value: true,
    apply(options, value) {
      options.session.host = oneOf('host', value, ['threads', 'coop'], 'threads or coop');
    },
  },
  set: {
    value: true,
    apply(options, value) {
      const equals = value.indexOf('=');
      if (equals < 0) throw new UsageError(`gopark: -set takes name=value, not '${value}'`);
      options.session.settings = {
        ...options.session.settings,
        [value.slice(0, equals)]: value.slice(equals + 1),
      };
    },
  },
  timeout: {
    value: true,
    apply(options, value) {
      const ns = parseDurationNs(value);
      if (ns <= 0) {
        throw new UsageError(
          `gopark: -timeout takes a duration such as 10s or 200ms, not '${value}'`,
        );
      }
      options.session.timeoutMs = ns / 1e6;
    },
  },
  'trace-events': {
    value: true,
    apply(options, value) {
      options.traceEvents = value;
    },
  },
  events: {
    value: true,
    apply(options, value) {
      options.traceEvents = value;
    },
  },
  seed: {
    value: true,
    apply(options, value) {
      if (!/^\d+$/.test(value) || Number(value) > Number.MAX_SAFE_INTEGER) {
        throw new UsageError(`gopark: -seed takes a number, not '${value}'`);
      }
      options.sim.seed = Number(value);
    },
  },
  cores: {
    value: true,
    apply(options, value) {
      const n = /^\d+$/.test(value) ? Number(value) : 0;
      if (n < 1 || n > 256) {
        throw new UsageError(`gopark: -cores takes a number from 1 to 256, not '${value}'`);
      }
      options.sim.cores = n;
    },
  },
  schedule: {
    value: true,
    apply(options, value) {
      options.schedule = value;
    },
  },
  v: {
    apply(options) {
      options.verbose = true;
    },
  },
  workload: {
    apply(options) {
      options.workload = true;
    },
  },
  json: {
    apply(options) {
      options.json = true;
    },
  },
  help: {
    apply(options) {
      options.help = true;
    },
  },
};

function takeOption(words, options) {
  const [, given, , attached] = /^--?([^=]*)(=([\s\S]*))?$/.exec(words.shift());
  // An abbreviation will do where it fits one option only.
  const fitting = Object.keys(kOptions).filter((name) => name.startsWith(given));
  const name = given in kOptions ? given : fitting.length === 1 ? fitting[0] : null;
  if (name === null) throw new UsageError(`gopark: unrecognized option '-${given}'`);
  const option = kOptions[name];
  if (!option.value) return option.apply(options);
  const value = attached ?? words.shift();
  if (value === undefined) throw new UsageError(`gopark: option '-${name}' requires an argument`);
  return option.apply(options, value);
}

function takeBuild(words) {
  const match = /^--?build(=(.*))?$/.exec(words[0] ?? '');
  if (!match) return 'st';
  words.shift();
  return oneOf('build', match[1] ? match[2] : (words.shift() ?? ''), ['st', 'mt'], 'st or mt');
}

/** parseCommandLine reads the words after the script's name; throws UsageError. */
export function parseCommandLine(argv, env) {
  const words = [...argv];
  const options = {
    build: takeBuild(words),
    command: words.shift(),
    file: '',
    traceEvents: '',
    workload: false,
    json: false,
    help: false,
    verbose: false,
    schedule: '',
    sim: {},
    session: { env: { ...env }, args: [] },
  };
  if (options.command === undefined) throw new UsageError(usage.trimEnd());
  if (['help', '-help', '--help', '-h'].includes(options.command)) {
    options.help = true;
    return options;
  }
  if (!['run', 'sim', 'check', 'bench'].includes(options.command)) {
    throw new UsageError(`gopark: unknown command '${options.command}'\n${usage.trimEnd()}`);
  }
  while (/^-./.test(words[0] ?? '') && words[0] !== '--') takeOption(words, options);
  if (words[0] === '--') words.shift();
  if (options.help || options.command === 'bench') return options;
  if (words.length === 0) {
    throw new UsageError(`gopark ${options.command}: which program?\n${usage.trimEnd()}`);
  }
  options.file = words[0];
  options.session.args = words;
  return options;
}
