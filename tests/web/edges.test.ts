// Who may know whom. The lists below are the architecture: an edge that is not in them fails here
// until somebody adds it and says why.
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow, findCycle, read } from './sources';

// Lowest first: a room of the core may include its own headers and those of the rooms before it.
const coreRooms = ['base', 'host', 'events', 'runtime', 'golang', 'trace', 'api', 'cli'];

// Folders of web/ and what each may import. `data` is the part of the engine that only describes
// what comes out of it: no Worker, no wasm.
const webEdges: Record<string, readonly string[]> = {
  engine: ['engine', 'data'],
  data: ['data'],
  model: ['model', 'data'],
  views: ['views', 'labs', 'model', 'data'],
  app: ['app', 'labs', 'views', 'model', 'engine', 'data'],
  embed: ['embed', 'app', 'views', 'model', 'engine', 'data'],
  headless: ['headless', 'model', 'engine', 'data'],
  labs: ['labs', 'model', 'engine', 'data'],
};

const dataFiles = ['builds', 'event_types', 'picture', 'protocol', 'records', 'sim_protocol'];

// Headers that only a computer's own room may use, with the room.
const hostOnly = /^(thread|condition_variable|chrono|random|pthread\.h|time\.h|unistd\.h)$/;

interface Include {
  readonly file: string;
  readonly header: string;
  readonly system: boolean;
}

function coreIncludes(): Include[] {
  return filesBelow('core', /\.(cpp|h|S)$/).flatMap((file) =>
    [...read(file).matchAll(/^\s*#\s*include\s*([<"])([^>"]+)[>"]/gm)].map((match) => ({
      file,
      header: match[2] ?? '',
      system: match[1] === '<',
    })),
  );
}

function webImports(): { from: string; to: string }[] {
  return filesBelow('web', /\.(ts|tsx)$/).flatMap((from) =>
    [...read(from).matchAll(/(?:from|import)\s+'(\.[^']+)'/g)].map((match) => ({
      from: from.replace(/\.tsx?$/, ''),
      to: normalize(join(dirname(from), match[1] ?? '')),
    })),
  );
}

function webFolder(path: string): string {
  const [, folder = '', file = ''] = path.split('/');
  return folder === 'engine' && dataFiles.includes(file) ? 'data' : folder;
}

describe('the rooms of core/', () => {
  const includes = coreIncludes();

  it('include only themselves and the rooms below', () => {
    const wrong = includes.filter(({ file, header, system }) => {
      if (system) return false;
      const from = coreRooms.indexOf(file.split('/')[1] ?? '');
      const to = coreRooms.indexOf(header.split('/')[0] ?? '');
      return to < 0 || from < 0 || to > from;
    });
    expect(wrong).toEqual([]);
  });

  it('leave threads, clocks and random numbers to host/', () => {
    const wrong = includes.filter(
      ({ file, header, system }) =>
        system &&
        hostOnly.test(header) &&
        !file.startsWith('core/host/') &&
        !file.startsWith('core/cli/'),
    );
    expect(wrong).toEqual([]);
  });

  it('leave Emscripten to the web files of host/', () => {
    const wrong = includes.filter(
      ({ file, header }) =>
        header.startsWith('emscripten') && !/^core\/host\/.*_web\.(cpp|h)$/.test(file),
    );
    expect(wrong).toEqual([]);
  });

  it('have no cycle among their headers', () => {
    const graph = new Map<string, string[]>();
    for (const { file, header, system } of includes) {
      if (system || !file.endsWith('.h')) continue;
      graph.set(file, [...(graph.get(file) ?? []), `core/${header}`]);
    }
    expect(findCycle(graph)).toBeNull();
  });
});

describe('the folders of web/', () => {
  const imports = webImports();

  it('import only what they may know', () => {
    const wrong = imports.filter(
      ({ from, to }) => !(webEdges[webFolder(from)] ?? []).includes(webFolder(to)),
    );
    expect(wrong).toEqual([]);
  });

  it('have no cycle among their files', () => {
    const graph = new Map<string, string[]>();
    for (const { from, to } of imports) graph.set(from, [...(graph.get(from) ?? []), to]);
    expect(findCycle(graph)).toBeNull();
  });

  it('make Workers and load wasm in engine/ only', () => {
    const wrong = filesBelow('web', /\.(ts|tsx)$/).filter(
      (file) => !file.startsWith('web/engine/') && /new Worker\(|importScripts\(/.test(read(file)),
    );
    expect(wrong).toEqual([]);
  });
});

describe('findCycle', () => {
  it('finds a cycle where there is one', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ]);
    expect(findCycle(graph)).toEqual(['b', 'c', 'b']);
  });
});
