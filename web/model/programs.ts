// The programs on the menu: public/programs/index.json and the Go files beside it.

export interface GoProgram {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly file: string;
  /** The id of its group. */
  readonly group: string;
  /** GOMAXPROCS that shows best what the program is about; absent: leave the setting alone. */
  readonly procs?: number;
}

export interface Workload {
  readonly id: string;
  readonly title: string;
  readonly about: string;
}

export interface ProgramGroup {
  readonly id: string;
  readonly title: string;
  readonly about: string;
}

export interface ProgramMenu {
  readonly groups: readonly ProgramGroup[];
  readonly programs: readonly GoProgram[];
  readonly workloads: readonly Workload[];
}

export const emptyMenu: ProgramMenu = { groups: [], programs: [], workloads: [] };

/** GalleryGroup is one group as it is shown; an entry's id is the menu's, `go:ID` or `cpp:ID`. */
export interface GalleryGroup {
  readonly title: string;
  readonly about: string;
  readonly entries: readonly {
    readonly id: string;
    readonly title: string;
    readonly about: string;
  }[];
}

/** findPrograms are the groups with the programs that hold every word of a search. */
export function findPrograms(menu: ProgramMenu, search: string): readonly GalleryGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups: GalleryGroup[] = menu.groups.map(({ id, title, about }) => ({
    title,
    about,
    entries: menu.programs
      .filter((program) => program.group === id)
      .map((program) => ({ ...program, id: `go:${program.id}` })),
  }));
  groups.push({
    title: 'Written in C++',
    about: 'Goroutines on native stacks, built into the engine.',
    entries: menu.workloads.map((workload) => ({ ...workload, id: `cpp:${workload.id}` })),
  });
  return groups
    .map((group) => ({
      ...group,
      entries: group.entries.filter(({ title, about }) => {
        const text = `${title} ${about} ${group.title}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter((group) => group.entries.length > 0);
}

const folder = 'programs/';

async function get(path: string): Promise<Response> {
  const response = await fetch(folder + path);
  if (!response.ok) throw new Error(`${path} could not be loaded (status ${response.status})`);
  return response;
}

/** fetchMenu loads the list. */
export async function fetchMenu(): Promise<ProgramMenu> {
  return (await (await get('index.json')).json()) as ProgramMenu;
}

/** fetchSource loads one program's text. */
export async function fetchSource(program: GoProgram): Promise<string> {
  return (await get(program.file)).text();
}
