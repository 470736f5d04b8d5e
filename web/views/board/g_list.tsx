// Goroutines in order: tokens with their numbers while they fit, one canvas of small cells when they
// do not.
import { Cells, type CellsProps } from './cells';
import { TokenRow } from './token';

export interface GListProps extends CellsProps {
  /** Tokens at most; more goroutines are drawn as cells. */
  readonly tokensMax: number;
}

/** GList draws goroutines in order, each as large as their number allows. */
export function GList({ tokensMax, ...cells }: GListProps) {
  const { list, state, what } = cells;
  if (list.length === 0) return null;
  if (list.length > tokensMax) return <Cells {...cells} />;
  return <TokenRow list={list} state={state} doing={what} max={tokensMax} />;
}
