// The editor: CodeMirror 6 with Go. Its colours are CSS variables, so a theme change needs nothing
// here. Tab indents; Escape gives the focus back to the page (Tab then moves on), which the
// description of the field says.
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { go } from '@codemirror/lang-go';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { type Diagnostic as Lint, lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Text } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'preact/hooks';
import type { Diagnostic } from '../engine/protocol';
import type { At } from '../model/source_places';
import { showMarks, lineMarks } from './editor_marks';
import { revealLine, showGoroutines, sourceMarks } from './source_marks';

const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword], class: 'tok-keyword' },
  { tag: [tags.string, tags.character], class: 'tok-string' },
  { tag: [tags.number, tags.bool, tags.null], class: 'tok-number' },
  { tag: tags.comment, class: 'tok-comment' },
  { tag: [tags.typeName, tags.standard(tags.typeName)], class: 'tok-type' },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName))],
    class: 'tok-function',
  },
  { tag: tags.function(tags.propertyName), class: 'tok-function' },
  { tag: [tags.operator, tags.punctuation], class: 'tok-operator' },
]);

export interface EditorProps {
  /** The text to show; taken over when `version` changes, not on each keystroke. */
  readonly source: string;
  readonly version: number;
  readonly readOnly: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** The line whose instruction is next, or null. */
  readonly nowLine: number | null;
  /** Lines with a breakpoint; null: no run could stop there. */
  readonly breakpoints: ReadonlySet<number> | null;
  readonly onBreakpoint: (line: number) => void;
  /** Who is at which line of the program that runs. */
  readonly goroutines: ReadonlyMap<number, readonly At[]>;
  /** The line of what is selected, or null. */
  readonly selectedLine: number | null;
  readonly onGoroutine: (g: number) => void;
  readonly jump: { readonly line: number; readonly column: number } | null;
  readonly onChange: (source: string) => void;
  readonly onRun: () => void;
}

// gc's columns count bytes; an editor's positions count UTF-16 units.
function offsetOf(doc: Text, line: number, byteColumn: number): number {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const bytes = new TextEncoder().encode(at.text);
  const before = bytes.subarray(0, Math.max(byteColumn - 1, 0));
  return Math.min(at.from + new TextDecoder().decode(before).length, at.to);
}

function lintOf(doc: Text, diagnostic: Diagnostic): Lint {
  const from = offsetOf(doc, diagnostic.line, diagnostic.column);
  const end = doc.lineAt(from).to;
  const word = /^\w+/.exec(doc.sliceString(from, end))?.[0].length ?? 1;
  return { from, to: Math.min(from + word, end), severity: 'error', message: diagnostic.message };
}

/** Editor shows and edits one file. */
export function Editor(props: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const readOnly = useRef(new Compartment());

  useEffect(() => {
    if (!host.current) return;
    const run = () => {
      latest.current.onRun();
      return true;
    };
    const leave = (editor: EditorView) => {
      editor.contentDOM.blur();
      return true;
    };
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.source,
        extensions: [
          lineMarks((line) => latest.current.onBreakpoint(line)),
          lineNumbers(),
          sourceMarks(),
          lintGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          autocompletion(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          highlightSelectionMatches(),
          indentUnit.of('\t'),
          EditorState.tabSize.of(4),
          go(),
          syntaxHighlighting(highlight),
          readOnly.current.of(EditorState.readOnly.of(latest.current.readOnly)),
          keymap.of([
            { key: 'Shift-Enter', run },
            { key: 'Mod-Enter', run },
            ...completionKeymap,
            ...closeBracketsKeymap,
            ...searchKeymap,
            { key: 'Escape', run: leave },
            ...historyKeymap,
            indentWithTab,
            ...defaultKeymap,
          ]),
          EditorView.contentAttributes.of({
            'aria-label': 'Go source',
            'aria-describedby': 'editor-help',
            tabindex: '0',
            spellcheck: 'false',
            autocapitalize: 'off',
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === props.source) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: props.source },
      selection: { anchor: 0 },
      scrollIntoView: true,
    });
  }, [props.version]);

  useEffect(() => {
    const editor = view.current;
    editor?.dispatch({
      effects: readOnly.current.reconfigure(EditorState.readOnly.of(props.readOnly)),
    });
  }, [props.readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const { doc } = editor.state;
    const found = props.diagnostics.filter((d) => d.line > 0).map((d) => lintOf(doc, d));
    editor.dispatch(setDiagnostics(editor.state, found));
  }, [props.diagnostics]);

  useEffect(() => {
    if (view.current) showMarks(view.current, props.nowLine, props.breakpoints);
  }, [props.nowLine, props.breakpoints, props.version]);

  useEffect(() => {
    const select = (g: number) => latest.current.onGoroutine(g);
    if (view.current) showGoroutines(view.current, props.goroutines, props.selectedLine, select);
  }, [props.goroutines, props.selectedLine, props.version]);

  useEffect(() => {
    if (view.current && props.selectedLine !== null) revealLine(view.current, props.selectedLine);
  }, [props.selectedLine]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !props.jump) return;
    const anchor = offsetOf(editor.state.doc, props.jump.line, props.jump.column);
    editor.dispatch({
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
    });
    editor.focus();
  }, [props.jump]);

  return (
    <div class="editor">
      <div class="editor-host" ref={host} />
      <p id="editor-help" class="sr-only">
        Shift+Enter runs the program. Tab indents; Escape leaves the editor.
      </p>
    </div>
  );
}
