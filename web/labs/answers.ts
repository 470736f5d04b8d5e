// Answers to questions, and whether they are right.
import type { Instance } from './ask';
import type { Question } from './lab';

/** Answer is what a learner gave: options by number from 0, or text; with the seed of the instance. */
export type Answer =
  | { readonly options: readonly number[] }
  | { readonly text: string }
  | { readonly seed: number; readonly text: string };

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();

/** numberIn reads a number as people type it, or null. */
export function numberIn(text: string): number | null {
  const typed = text.trim().replace(/[ _']/g, '').replace(',', '.');
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(typed) ? Number(typed) : null;
}

/** rightAnswer judges the answer to a question that is not computed. */
export function rightAnswer(
  question: Exclude<Question, { kind: 'computed' }>,
  answer: Answer,
): boolean {
  switch (question.kind) {
    case 'choice':
    case 'choices': {
      if (!('options' in answer)) return false;
      const chosen = new Set(answer.options);
      return question.options.every(({ right }, index) => chosen.has(index) === right);
    }
    case 'text':
      return 'text' in answer && question.answers.some((one) => plain(one) === plain(answer.text));
    case 'number': {
      const number = 'text' in answer ? numberIn(answer.text) : null;
      return number !== null && number >= question.least && number <= question.most;
    }
  }
}

/** rightForInstance judges the answer to an instance of a computed question. */
export function rightForInstance(instance: Instance, text: string): boolean {
  if (instance.form === 'number') return numberIn(text) === Number(instance.answer);
  // Of output, the case counts; how it is broken into lines and indented does not.
  if (instance.form === 'text') {
    const words = (given: string): string => given.trim().replace(/\s+/g, ' ');
    return words(text) === words(instance.answer);
  }
  return text === instance.answer;
}
