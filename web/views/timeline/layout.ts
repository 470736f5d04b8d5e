// Where the parts of the timeline are.
import type { LaneKind } from '../../model/history';

/** Layout is where things are, in CSS pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly gutter: number;
  readonly axis: number;
  readonly queues: number;
  readonly row: number;
}

/** layoutFor fits the parts into a size: few lanes are as high as there is room, to a limit. */
export function layoutFor(width: number, height: number, kind: LaneKind, lanes: number): Layout {
  const gutter = kind !== 'g' ? 48 : width < 560 ? 84 : 150;
  const axis = 20;
  const queues = height < 90 ? 0 : Math.min(52, Math.max(24, Math.round(height * 0.2)));
  const fitting = Math.floor((height - axis - queues) / Math.max(1, lanes));
  const row = kind === 'g' ? 18 : Math.min(26, Math.max(17, fitting));
  return { width, height, gutter, axis, queues, row };
}
