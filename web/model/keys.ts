// The page's keys, as its list shows them. Those of the editor are CodeMirror's usual ones.

export interface KeyGroup {
  readonly title: string;
  readonly keys: readonly (readonly [keys: readonly string[], what: string])[];
}

export const keyGroups: readonly KeyGroup[] = [
  {
    title: 'Anywhere',
    keys: [
      [['Shift+Enter', 'Ctrl+Enter'], 'run the program'],
      [['?'], 'this list'],
      [['Escape'], 'leave the editor, close a panel'],
    ],
  },
  {
    title: 'A simulated run, outside of fields',
    keys: [
      [['Space'], 'play and pause'],
      [['→'], 'step forward'],
      [['←'], 'step back'],
    ],
  },
  {
    title: 'The timeline, outside of fields',
    keys: [
      [['W', 'S'], 'zoom in and out, as Ctrl and the wheel do'],
      [['A', 'D'], 'to the left and right, as dragging does'],
      [['F'], 'fit the selection; again: everything'],
      [['.', ','], 'next and previous slice of the lane'],
      [['/'], 'find a goroutine by number or function'],
      [['Escape'], 'select nothing'],
    ],
  },
  {
    title: 'A list or table that has the focus',
    keys: [
      [['↑', '↓', 'Home', 'End'], 'select another row'],
      [['Enter'], 'why is it so?'],
    ],
  },
  {
    title: 'The editor',
    keys: [
      [['Tab'], 'indent; Escape first, then Tab moves on'],
      [['Ctrl+Space'], 'complete'],
      [['Ctrl+F'], 'search and replace'],
      [['Ctrl+Z', 'Ctrl+Y'], 'undo and redo'],
    ],
  },
  {
    title: 'A divider that has the focus',
    keys: [
      [['←', '→', '↑', '↓'], 'move it'],
      [['Home', 'End'], 'as far as it goes'],
    ],
  },
];
