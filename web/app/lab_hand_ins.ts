// Hand-ins of labs: making one of what was done, and verifying one by doing it again.
import type { Answer } from '../labs/answers';
import { decodeHandIn, encodeHandIn, handInOf } from '../labs/handin';
import { overridesIn } from '../labs/levels';
import { ownLab } from '../model/lab_address';
import { fetchLab } from './lab_fetch';
import type { LabRoom } from './lab_room';
import { answerOf } from './lab_tasks';
import type { LabWork } from './lab_work';
import { questionsOf } from './lab_room';

export class LabHandIns {
  constructor(
    private readonly room: LabRoom,
    private readonly work: LabWork,
  ) {}

  /** make is the text to hand in for the open lab; '' when none is open. */
  async make(name: string): Promise<string> {
    const { room } = this;
    const { file } = room.opened.value ?? {};
    if (!file) return '';
    room.keepDraft();
    const record = room.record.value;
    const answers: [string, Answer][] = questionsOf(file.steps.flatMap((step) => step.parts))
      .map((question) => [question, record.answers[question.id]] as const)
      .flatMap(([question, answer]) =>
        answer ? [[question.id, answerOf(question, answer.given, answer.seed)]] : [],
      );
    const levels = Object.entries(record.levels).map(
      ([id, text]) => [id, overridesIn(`o=${text}`)] as const,
    );
    const work = {
      programs: { ...record.drafts, ...record.passed },
      answers: Object.fromEntries(answers),
      levels: Object.fromEntries(levels),
    };
    return encodeHandIn(handInOf(file, work, name, new Date()));
  }

  /** verify runs everything again that a hand-in holds; what it says, line by line. */
  async verify(text: string): Promise<readonly string[]> {
    const decoded = await decodeHandIn(text);
    if (!decoded.ok) return [decoded.message];
    const lab = await this.textOf(decoded.handIn.lab);
    if ('message' in lab) return [lab.message];
    try {
      const report = await this.work.run({ do: 'verify', lab: lab.text, handIn: text });
      return report.trimEnd().split('\n');
    } catch (error) {
      return [(error as Error).message];
    }
  }

  // The lab that is open, or one of the course.
  private async textOf(id: string): Promise<{ text: string } | { message: string }> {
    const opened = this.room.opened.value;
    if (opened?.file.id === id) return { text: opened.text };
    const found = this.room.course.value.find((one) => one.id === id);
    if (!found) {
      return {
        message: `The hand-in is for the lab “${id}”, which is not of this course: open that lab first.`,
      };
    }
    const fetched = await fetchLab(ownLab(found.id, found.file), new AbortController().signal);
    return fetched.ok ? { text: fetched.text } : { message: fetched.message };
  }
}
