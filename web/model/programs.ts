// The programs on the menu: public/programs/index.json and the Go files beside it.

export interface GoProgram {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly file: string;
  /** GOMAXPROCS that shows best what the program is about; absent: leave the setting alone. */
  readonly procs?: number;
}

export interface Workload {
  readonly id: string;
  readonly title: string;
  readonly about: string;
}

export interface ProgramMenu {
  readonly programs: readonly GoProgram[];
  readonly workloads: readonly Workload[];
}

export const emptyMenu: ProgramMenu = { programs: [], workloads: [] };

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
