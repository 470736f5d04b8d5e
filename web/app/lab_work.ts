// What the labs have run in a Worker of their own, so that the page stays quick and the stepper's run
// is left alone: checks, instances of questions, levels, hand-ins. They are done one after the other.
import { createLabWorker, engineBase } from '../engine/worker_factory';
import type { LabAnswer, LabRequest, LabResults, LabTask } from '../labs/lab_protocol';

/** Cancelled is what a piece of work ends with when nobody wants it any more. */
export class Cancelled extends Error {}

type TaskOf<Do extends LabTask['do']> = Extract<LabTask, { readonly do: Do }>;

interface Waiting {
  readonly task: LabTask;
  readonly progress: (done: number) => void;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

export class LabWork {
  private worker: Worker | null = null;
  private count = 0;
  private readonly queue: Waiting[] = [];

  /** run does a task when those before it are done. */
  run<Do extends LabTask['do']>(
    task: TaskOf<Do>,
    progress: (done: number) => void = () => undefined,
  ): Promise<LabResults[Do]> {
    return new Promise((resolve, reject) => {
      this.queue.push({ task, progress, resolve, reject });
      if (this.queue.length === 1) this.begin();
    });
  }

  /** cancel ends the checks that are going on or waiting. */
  cancel(): void {
    const [first] = this.queue;
    const ended = this.queue.filter(({ task }) => task.do === 'check');
    if (ended.length === 0) return;
    const rest = this.queue.filter(({ task }) => task.do !== 'check');
    this.queue.splice(0, Infinity, ...rest);
    if (first?.task.do === 'check') this.restart();
    for (const { reject } of ended) reject(new Cancelled('Cancelled.'));
  }

  /** clear ends everything. */
  clear(): void {
    const ended = this.queue.splice(0);
    if (ended.length > 0) this.restart();
    for (const { reject } of ended) reject(new Cancelled('Cancelled.'));
  }

  private restart(): void {
    this.worker?.terminate();
    this.worker = null;
    this.begin();
  }

  private begin(): void {
    const [next] = this.queue;
    if (!next) return;
    const id = ++this.count;
    const worker = this.connect();
    worker.onmessage = ({ data }: MessageEvent<LabAnswer>) => {
      if (data.id !== id) return;
      if ('progress' in data) next.progress(data.progress);
      else this.finish(next, data);
    };
    worker.onerror = (event) => {
      this.worker = null;
      this.finish(next, { id, failed: event.message || 'the labs’ Worker could not be loaded' });
    };
    const request: LabRequest = { id, base: engineBase(), task: next.task };
    worker.postMessage(request);
  }

  private finish(done: Waiting, answer: Exclude<LabAnswer, { progress: number }>): void {
    this.queue.shift();
    if ('failed' in answer) done.reject(new Error(answer.failed));
    else done.resolve(answer.result as never);
    this.begin();
  }

  private connect(): Worker {
    this.worker ??= createLabWorker();
    return this.worker;
  }
}
