// Writes web/engine/event_types.ts from the tables of the core: the events, the wait reasons and the
// enums an event's `sub` may hold. A test compares the file with what this script would write.
//   node scripts/generate_events.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from './lib/run.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
// RWMutexRead becomes rwMutexRead, GoStart goStart.
const lowerFirst = (name) =>
  name.replace(/^([A-Z]+(?=[A-Z][a-z])|[A-Z])/, (capitals) => capitals.toLowerCase());

// The string literals of a macro row, adjacent ones joined as C++ does.
function strings(text) {
  const parts = [];
  for (const argument of text.matchAll(/((?:"(?:[^"\\]|\\.)*"\s*)+)/g)) {
    parts.push(
      [...argument[1].matchAll(/"((?:[^"\\]|\\.)*)"/g)]
        .map((m) => JSON.parse(`"${m[1]}"`))
        .join(''),
    );
  }
  return parts;
}

function rows(text, macro) {
  const source = text.replace(/^\s*\/\/.*$/gm, '');
  const found = [];
  const pattern = new RegExp(
    `${macro}\\(\\s*(\\w+)\\s*,((?:\\s*"(?:[^"\\\\]|\\\\.)*"\\s*,?)+)\\)`,
    'g',
  );
  for (const match of source.matchAll(pattern))
    found.push({ name: match[1], strings: strings(match[2]) });
  return found;
}

// The enumerators of `enum class NAME : uint8_t {...}`, without their k.
function enumerators(header, name) {
  const body = new RegExp(`enum class ${name} : uint8_t \\{([^}]*)\\}`).exec(header)?.[1];
  if (body === undefined) throw new Error(`no enum ${name} in core/events/event.h`);
  return body
    .replace(/\/\/.*$/gm, '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => lowerFirst(part.replace(/^k/, '')));
}

const enums = [
  ['PickBranch', 'which branch of schedule/findRunnable found the goroutine'],
  ['PutWhy', 'why a goroutine goes into a queue'],
  ['StopReason', 'why a running goroutine gave up its P but stays runnable'],
  ['PreemptWhy', 'who asked a goroutine to yield'],
  ['HandoffWhy', 'why a P changed its M'],
  ['SyscallKind', 'what blocked'],
  ['SyscallExit', 'how the goroutine came back from a system call'],
  ['TimerKind', 'what a timer belongs to'],
  ['LockKind', 'the kind of lock'],
  ['StwReason', 'why the world is stopped'],
  ['GcWorkerMode', 'on whose account a worker of the collector marks'],
];

/** eventTypesSource returns the text of web/engine/event_types.ts. */
export async function eventTypesSource() {
  const events = rows(read('core/events/event_types.def'), 'GOPARK_EVENT');
  const reasons = rows(read('core/runtime/wait_reasons.def'), 'GOPARK_WAIT_REASON');
  const header = read('core/events/event.h');
  const lines = [
    '// Written by scripts/generate_events.mjs from core/events/event_types.def, core/events/event.h',
    '// and core/runtime/wait_reasons.def. Not edited by hand: a test compares it with its sources.',
    '',
    '/** EventField: what each field of a record means for a type; empty when unused. */',
    'export interface EventInfo {',
    '  readonly name: EventName;',
    '  readonly sentence: string;',
    '  readonly g: string;',
    '  readonly a: string;',
    '  readonly b: string;',
    '  readonly c: string;',
    '  readonly sub: string;',
    '}',
    '',
    '/** EventType: the number a record carries in `type`, by name. */',
    'export const EventType = {',
    ...events.map((event, index) => `  ${lowerFirst(event.name)}: ${index},`),
    '} as const;',
    '',
    'export type EventName = keyof typeof EventType;',
    '',
    '/** eventInfo: the table itself, by number. */',
    'export const eventInfo: readonly EventInfo[] = [',
    ...events.map(({ name, strings: s }) => {
      const [sentence, g, a, b, c, sub] = s;
      return `  ${JSON.stringify({ name: lowerFirst(name), sentence, g, a, b, c, sub })},`;
    }),
    '];',
    '',
    '/** waitReasons: the text Go prints for each wait reason, by number. */',
    'export const waitReasons: readonly string[] = [',
    ...reasons.map((reason) => `  ${JSON.stringify(reason.strings[0])},`),
    '];',
  ];
  for (const [name, sentence] of enums) {
    const values = enumerators(header, name);
    lines.push('', `/** ${name}: ${sentence}. */`, `export const ${name} = {`);
    lines.push(...values.map((value, index) => `  ${value}: ${index},`), '} as const;');
  }
  const config = await resolveConfig(join(root, 'package.json'));
  return format(lines.join('\n') + '\n', { ...config, parser: 'typescript' });
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(root, 'web/engine/event_types.ts'), await eventTypesSource());
}
