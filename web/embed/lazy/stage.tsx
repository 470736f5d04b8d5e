// The views of an embed, drawn with the page's own into places the element has kept free for them.
import { render } from 'preact';
import type { Picture } from '../../engine/picture';
import { noId } from '../../engine/records';
import { decisionKinds } from '../../model/narrate';
import { Board } from '../../views/board/board';
import { Decisions } from '../../views/decisions';
import { Output } from '../../views/output';
import { TimeSlider } from '../../views/sim/time_slider';
import { fileName, type PlayerHost } from '../player_types';
import type { Player } from './player';

// Nothing is picked out in an embed: there is no room to explain it, and the lab is one press away.
const noSelection = {
  selected: null,
  onSelect: () => undefined,
  onWhy: () => undefined,
};

const told = new Set(decisionKinds.filter((kind) => kind !== 'search'));

// What happened last, in words: the board shows what is, this says what led to it.
function Caption({ player }: { readonly player: Player }) {
  const [last] = player.decisions.latest(1, told);
  const resting = player.state === 'paused' || player.state === 'ended';
  const { m = noId } = last?.record ?? {};
  return (
    <p class="gp-caption" aria-live={resting ? 'polite' : 'off'}>
      {last ? (
        <>
          {m !== noId && <b>M{m}</b>} {last.text}
        </>
      ) : (
        'Each decision of the scheduler is told here.'
      )}
    </p>
  );
}

function shownPicture(player: Player): Picture | null {
  return player.picture;
}

function emptyOutput(player: Player): string {
  switch (player.state) {
    case 'idle':
      return 'Run the program to see what it prints.';
    case 'ended':
      return 'No output.';
    default:
      return '';
  }
}

/** draw brings all views of an embed up to date. */
export function draw(host: PlayerHost, player: Player): void {
  const { version } = player;
  const board = host.root('board');
  if (board) {
    render(
      <>
        <Board picture={shownPicture(player)} names={player.names} procs={player.procs} />
        <Caption player={player} />
      </>,
      board,
    );
  }
  const output = host.root('output');
  if (output) {
    render(
      <Output
        log={player.output}
        version={version}
        fileName={fileName}
        empty={emptyOutput(player)}
        onPlace={(line) => host.point(line)}
      />,
      output,
    );
  }
  const decisions = host.root('decisions');
  if (decisions) {
    const running = player.state === 'running';
    render(
      <Decisions log={player.decisions} version={version} running={running} {...noSelection} />,
      decisions,
    );
  }
  const slider = host.root('slider');
  if (slider) {
    const act = { seek: (to: Parameters<Player['seek']>[0]) => void player.seek(to) };
    render(<TimeSlider batch={player.batchNow} choices={player.choices} act={act} />, slider);
  }
}

/** erase takes the views away. */
export function erase(roots: readonly (HTMLElement | null)[]): void {
  for (const root of roots) if (root) render(null, root);
}
