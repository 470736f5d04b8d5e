// The editor of an embed, for those that have one: a field over the coloured text. The browser edits,
// this colours; there is nothing to load but these lines.
import { h } from '../dom';
import { byLine, coloured, highlight } from '../highlight';
import style from '../style/editor.css?inline';
import { partsOf } from './parts';

/** Style of the editor, for the shadow tree it is in. */
export const editorStyle = new CSSStyleSheet();
editorStyle.replaceSync(style);

/** editorOf makes a field with the shown part of a program; `edited` hears of the whole. */
export function editorOf(program: string, edited: (program: string) => void): HTMLElement {
  const { before, shown, after } = partsOf(program);
  const first = before.split('\n').length;
  const code = h('code');
  const colour = (text: string) => {
    const lines = byLine(highlight(text)).map((pieces, index) =>
      h('span', { class: 'gp-line', 'data-n': String(first + index) }, ...coloured(pieces)),
    );
    code.replaceChildren(...lines);
  };
  const field = h('textarea', {
    spellcheck: 'false',
    autocapitalize: 'off',
    autocomplete: 'off',
    wrap: 'off',
    part: 'editor',
    'aria-label': 'Program',
  });
  field.value = shown.replace(/\n$/, '');
  colour(field.value);
  field.oninput = () => {
    colour(field.value);
    edited(`${before}${field.value.replace(/\n*$/, '\n')}${after}`);
  };
  field.onkeydown = (event) => {
    // The indent of the line before goes on. Tab stays what it is everywhere: the way out.
    if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey) return;
    const line = field.value.slice(0, field.selectionStart).split('\n').at(-1) ?? '';
    const indent = (/^\s*/.exec(line)?.[0] ?? '') + (/[{(]$/.test(line) ? '\t' : '');
    if (indent === '' || event.isComposing) return;
    event.preventDefault();
    // Nothing else puts text in that undo takes back.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    document.execCommand('insertText', false, `\n${indent}`);
  };
  const layers = h('div', { class: 'gp-layers' }, h('pre', { 'aria-hidden': 'true' }, code), field);
  return h('div', { class: 'gp-editor' }, layers);
}
