// The labs' Worker: an st build of its own, beside the one that the stepper shows. Whoever wants to end
// a piece of work ends the Worker.
import { loadModule, type WasmSimModule } from '../engine/module';
import { freshInstance } from './ask';
import { breakingEvent } from './breaking';
import type { LabAnswer, LabRequest, LabResults, LabTask } from './lab_protocol';
import { judgeLevel } from './levels';
import { runCheck } from './run_check';
import type { LabEngine } from './run_once';
import { reportOf, verify } from './verify';

const scope = globalThis as unknown as {
  postMessage(message: LabAnswer): void;
  onmessage: ((event: MessageEvent<LabRequest>) => void) | null;
};

let loaded: Promise<LabEngine> | null = null;
let current = 0;

const fail = (failed: string): void => scope.postMessage({ id: current, failed });

async function load(base: string): Promise<LabEngine> {
  const module = (await loadModule('st', base, fail)) as unknown as WasmSimModule;
  // Nobody else wants a turn here: messages wait for the end.
  return { module, pause: () => Promise.resolve() };
}

async function work(
  engine: LabEngine,
  task: LabTask,
  progress: (done: number) => void,
): Promise<LabResults[LabTask['do']]> {
  switch (task.do) {
    case 'check': {
      const { check, source } = task;
      const report = await runCheck(engine, check, source, progress);
      return { ...report, brokenAt: await breakingEvent(engine, check, source, report) };
    }
    case 'instance':
      return freshInstance(engine, task.question, task.source, task.seed);
    case 'level':
      return judgeLevel(engine, task.level, task.source, task.overrides);
    case 'verify': {
      const verified = await verify(engine, task.lab, task.handIn, progress);
      return verified.ok ? reportOf(verified.verification) : verified.message;
    }
  }
}

scope.onmessage = ({ data: { id, base, task } }) => {
  current = id;
  loaded ??= load(base);
  loaded
    .then((engine) => work(engine, task, (progress) => scope.postMessage({ id, progress })))
    .then(
      (result) => scope.postMessage({ id, result }),
      (error: unknown) => fail(error instanceof Error ? error.message : String(error)),
    );
};
