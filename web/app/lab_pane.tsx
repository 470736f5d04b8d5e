// The labs' part of the page, put together from the room, its tasks and the views. This is the door of
// what is loaded only when somebody wants a lab.
import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { askProse } from '../labs/ask';
import { type Part, programOf, type Question } from '../labs/lab';
import { ownLab } from '../model/lab_address';
import { emptyRecord } from '../model/lab_progress';
import { HandIn } from '../views/labs/hand_in';
import { LabFrame } from '../views/labs/lab_frame';
import { LabList } from '../views/labs/lab_list';
import { LevelCard } from '../views/labs/level_card';
import { ProgramCard } from '../views/labs/program_card';
import { Code, ProseView } from '../views/labs/prose';
import { type AskedField, QuestionCard, type Revealed } from '../views/labs/question_card';
import { TaskCard } from '../views/labs/task_card';
import type { Lab } from './lab';
import type { LabParts } from './lab_door';
import { LabHandIns } from './lab_hand_ins';
import { checksOf, LabRoom, questionsOf, stepDone } from './lab_room';
import { LabTasks, linesOf, noTask } from './lab_tasks';
import { LabWork } from './lab_work';

interface Glue {
  readonly room: LabRoom;
  readonly tasks: LabTasks;
  readonly handIns: LabHandIns;
}

const plainOption = (text: string) => [{ kind: 'text', text } as const];

function fieldOf(question: Question, options: readonly string[], form: string): AskedField {
  switch (question.kind) {
    case 'choice':
      return { kind: 'one', options: question.options.map(({ text }) => text) };
    case 'choices':
      return { kind: 'many', options: question.options.map(({ text }) => text) };
    case 'number':
      return { kind: 'number', unit: question.unit };
    case 'text':
      return { kind: 'text' };
    case 'computed':
      if (form === 'choice') return { kind: 'one', options: options.map(plainOption) };
      return form === 'number' ? { kind: 'number', unit: '' } : { kind: 'text' };
  }
}

function useNumber({ room }: Glue, id: string): number {
  const all = room.opened.value?.file.steps.flatMap((step) => questionsOf(step.parts)) ?? [];
  return all.findIndex((question) => question.id === id) + 1;
}

type StaticQuestion = Exclude<Question, { kind: 'computed' }>;

function AskedOnce({ glue, question }: { glue: Glue; question: StaticQuestion }) {
  const { room, tasks } = glue;
  const kept = room.record.value.answers[question.id];
  const wrong = tasks.wrong.value[question.id];
  const revealed: Revealed | null = kept?.right
    ? { right: true, given: kept.given, answer: '' }
    : wrong
      ? { right: false, given: wrong, answer: '' }
      : null;
  return (
    <QuestionCard
      number={useNumber(glue, question.id)}
      base={room.base}
      prose={question.prose}
      explain={question.explain}
      field={fieldOf(question, [], '')}
      revealed={revealed}
      run={null}
      onAnswer={(given) => tasks.answer(question, given)}
      onAgain={() => tasks.again(question.id)}
    />
  );
}

function AskedOfRun({
  glue,
  question,
}: {
  glue: Glue;
  question: Extract<Question, { kind: 'computed' }>;
}) {
  const { room, tasks } = glue;
  const state = tasks.instances.value[question.id];
  const number = useNumber(glue, question.id);
  const foreign = room.opened.value?.address.site !== '';
  useEffect(() => {
    const kept = room.record.value.answers[question.id];
    // What comes from elsewhere runs only when it is asked for.
    if (!state && !foreign) void tasks.instance(question, kept?.seed ?? question.firstSeed);
  }, [question, state]);
  if (!state?.instance) {
    return (
      <section class="lab-card lab-question" aria-label={`Question ${number}`}>
        <header>
          <h3>Predict</h3>
        </header>
        <p class="hint" aria-live="polite">
          {state?.fault ?? (foreign ? 'This question runs a program.' : 'A run is being prepared.')}
        </p>
        {foreign && !state && (
          <button
            type="button"
            class="small-button"
            onClick={() => void tasks.instance(question, question.firstSeed)}
          >
            Ask it
          </button>
        )}
      </section>
    );
  }
  const { instance, given, shown } = state;
  const kept = room.record.value.answers[question.id];
  const old = given === null && kept?.right === true && kept.seed === instance.seed;
  const text = old ? (kept.given[0] ?? '') : given;
  const chosen =
    text !== null && instance.form === 'choice' && old
      ? String(instance.options.indexOf(text))
      : text;
  const revealed: Revealed | null =
    chosen === null
      ? null
      : {
          right: old || tasks.isRight(question.id),
          given: [chosen],
          answer: instance.answer,
        };
  return (
    <QuestionCard
      number={number}
      base={room.base}
      prose={askProse(question, instance.values)}
      explain={question.explain}
      field={fieldOf(question, instance.options, instance.form)}
      revealed={revealed}
      run={{
        seed: instance.seed,
        shown,
        onShow: () => void tasks.showMoment(question),
        onNew: () => void tasks.another(question),
        onReveal: () => void tasks.showNext(question),
      }}
      onAnswer={([first = '']) => tasks.reveal(question, first)}
      onAgain={() => void tasks.another(question)}
    />
  );
}

function Task({ glue, name, parts }: { glue: Glue; name: string; parts: readonly Part[] }) {
  const { room, tasks } = glue;
  const { file } = room.opened.value ?? {};
  if (!file) return null;
  const program = programOf(file, name);
  const record = room.record.value;
  const state = tasks.tasks.value[name] ?? noTask;
  const checks = checksOf(parts, name);
  const hints = hintsOf(parts, name);
  const broken = state.reports.find(({ counterexample }) => counterexample)?.counterexample;
  const inEditor = room.inEditor.value?.name === name;
  const text = inEditor ? room.host.source.value : room.draftOf(program);
  return (
    <TaskCard
      base={room.base}
      name={name}
      inEditor={inEditor}
      changed={text !== program.source}
      passed={record.passed[name] !== undefined}
      lines={linesOf(checks, state)}
      checking={state.checking}
      said={state.said}
      broken={broken ? { seed: broken.seed, words: `Seed ${broken.seed} breaks it.` } : null}
      hints={hints}
      hintsShown={record.hints[name] ?? 0}
      hasSolution={program.solution !== null}
      solution={record.solutions.includes(name) ? program.solution : null}
      attempts={record.attempts[name] ?? 0}
      onOpen={() => void room.edit(name)}
      onStartOver={() => void room.startOver(name)}
      onCheck={() => void tasks.check(name)}
      onCancel={() => tasks.cancel()}
      onOpenBroken={() => void tasks.openBroken(name)}
      onHint={() =>
        room.note({ hints: { ...record.hints, [name]: (record.hints[name] ?? 0) + 1 } })
      }
      onSolution={() => room.note({ solutions: [...record.solutions, name] })}
      onTakeSolution={() => void room.replace(name, program.solution ?? undefined)}
    />
  );
}

// The hints that stand between this starter and the next.
function hintsOf(parts: readonly Part[], name: string) {
  let current = '';
  return parts.flatMap((part) => {
    if (part.kind === 'starter') current = part.name;
    return part.kind === 'hint' && current === name ? [part.prose] : [];
  });
}

function Program({ glue, name }: { glue: Glue; name: string }) {
  const { room } = glue;
  const { file } = room.opened.value ?? {};
  if (!file) return null;
  return (
    <ProgramCard
      name={name}
      source={programOf(file, name).source}
      inEditor={room.inEditor.value?.name === name}
      onOpen={() => void room.edit(name)}
    />
  );
}

function LevelPart({ glue, part }: { glue: Glue; part: Extract<Part, { kind: 'level' }> }) {
  const { room, tasks } = glue;
  const { level } = part;
  const state = tasks.level.value;
  const playing = state?.id === level.id;
  const shown = tasks.levelSolutions.value.includes(level.id);
  const way = level.solution.map(([decision, answer]) => `#${decision}: answer ${answer + 1}`);
  return (
    <LevelCard
      base={room.base}
      prose={level.prose}
      goal={level.goal.map(({ text }) => text)}
      won={room.record.value.levels[level.id] !== undefined}
      playing={playing}
      choices={level.choices}
      used={playing ? state.used : 0}
      said={playing ? state.said : ''}
      solution={shown ? `${way.join(', ')}; everything else as the seed has it.` : null}
      onPlay={() => void tasks.play(level)}
      onSolution={() => tasks.showWay(level.id)}
    />
  );
}

function PartView({ glue, part, parts }: { glue: Glue; part: Part; parts: readonly Part[] }) {
  switch (part.kind) {
    case 'prose':
      return <ProseView prose={part.prose} base={glue.room.base} />;
    case 'code':
      return <Code text={part.text} />;
    case 'program':
      return <Program glue={glue} name={part.name} />;
    case 'starter':
      return <Task glue={glue} name={part.name} parts={parts} />;
    case 'question':
      return part.question.kind === 'computed' ? (
        <AskedOfRun key={part.question.id} glue={glue} question={part.question} />
      ) : (
        <AskedOnce key={part.question.id} glue={glue} question={part.question} />
      );
    case 'level':
      return <LevelPart glue={glue} part={part} />;
    // They belong to their starter's card.
    case 'check':
    case 'hint':
    case 'solution':
      return null;
  }
}

function Pane({ glue }: { readonly glue: Glue }) {
  const { room, tasks, handIns } = glue;
  const opened = room.opened.value;
  if (!opened) return null;
  const { file, address } = opened;
  const record = room.record.value;
  const page = room.page.value;
  const parts = room.partsOf(page);
  const place = room.course.value.findIndex(({ id }) => id === address.key);
  const next = place >= 0 ? room.course.value[place + 1] : undefined;
  const last = page === file.steps.length;
  return (
    <LabFrame
      title={file.title}
      number={place >= 0 ? place + 1 : null}
      site={address.site}
      author={file.author}
      pages={[
        { title: file.title, done: false },
        ...file.steps.map((step) => ({
          title: step.titleText,
          done: stepDone(step, record),
        })),
      ]}
      page={page}
      next={
        next
          ? { title: next.title, onOpen: () => void room.open(ownLab(next.id, next.file)) }
          : null
      }
      onPage={(wanted) => {
        tasks.stopPlaying();
        void room.turn(wanted);
      }}
      onList={() => room.showList()}
      onClose={() => room.close()}
    >
      {parts.map((part, index) => (
        <PartView key={`${page}.${index}`} glue={glue} part={part} parts={parts} />
      ))}
      {last && page > 0 && <HandIn onMake={(name) => handIns.make(name)} />}
    </LabFrame>
  );
}

function List({ glue }: { readonly glue: Glue }) {
  const { room, handIns } = glue;
  const progress = room.progress.value;
  return (
    <LabList
      open={room.listShown.value}
      labs={room.course.value.map(({ id, title, summary, minutes }) => {
        const record = progress[id] ?? emptyRecord;
        return {
          id,
          title,
          summary,
          minutes,
          begun: progress[id] !== undefined,
          done: record.done,
        };
      })}
      fault={room.fault.value}
      onClose={() => (room.listShown.value = false)}
      onLab={(id) => void room.open(ownLab(id))}
      onAddress={(address) => void room.openText(address)}
      onExport={() => room.download()}
      onImport={(file) => void room.importFile(file)}
      onVerify={(text) => handIns.verify(text)}
    />
  );
}

/** labParts makes the labs of this page. */
export function labParts(page: Lab): LabParts {
  const work = new LabWork();
  const room = new LabRoom(page);
  const tasks = new LabTasks(room, work);
  const glue = { room, tasks, handIns: new LabHandIns(room, work) };
  effect(() => {
    page.readOnly.value = room.inEditor.value?.kind === 'program';
  });
  return { room, Pane: () => <Pane glue={glue} />, List: () => <List glue={glue} /> };
}
