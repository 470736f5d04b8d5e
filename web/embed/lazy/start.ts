// The part of an embed that is loaded by its first run: the views, their style and the player.
import base from '../../app/style/base.css?inline';
import board from '../../app/style/board.css?inline';
import objects from '../../app/style/objects.css?inline';
import panels from '../../app/style/panels.css?inline';
import sim from '../../app/style/sim.css?inline';
import type { PlayerHost, PlayerPart } from '../player_types';
import stage from '../style/stage.css?inline';
import { engineAt } from './engine_share';
import { Player } from './player';
import { draw } from './stage';

/** Style of the views, for the shadow tree of every embed of the page. */
export const viewStyle = new CSSStyleSheet();
viewStyle.replaceSync([base, panels, board, objects, sim, stage].join('\n'));

/** startPlayer makes the player of an embed; it draws with the frames of the display. */
export function startPlayer(host: PlayerHost): PlayerPart {
  const engine = engineAt(host.base);
  let asked = false;
  const redraw = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw(host, player);
    });
  };
  const player = new Player(host, engine, redraw);
  redraw();
  return {
    run: () => player.run(),
    pause: () => player.pause(),
    step: (count) => player.step(count),
    back: (count) => player.back(count),
    seek: (to) => player.seek(to),
    reset: () => player.reset(),
    redraw,
    seen: (visible) => player.seen(visible),
    // An autoplaying embed waits until no other one needs the engine.
    free: () => engine.free(),
    dispose: () => {
      player.reset();
      engine.release(player);
    },
  };
}
