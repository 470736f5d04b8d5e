// A page that shows the real views on made-up data, for screenshots and for measuring how fast the
// board draws: /?procs=8&goroutines=10000&objects=5&run=1 (so many channels
// and locks; run=1: a new picture every frame).
import '@fontsource-variable/geist';
import '@fontsource-variable/geist-mono';
import { render } from 'preact';
import { Keeping } from '../../../web/app/keeping';
import { Lab } from '../../../web/app/lab';
import { LabDoor } from '../../../web/app/lab_door';
import { Page } from '../../../web/app/page';
import '../../../web/app/style/tokens.css';
import '../../../web/app/style/base.css';
import '../../../web/app/style/toolbar.css';
import '../../../web/app/style/editor.css';
import '../../../web/app/style/panels.css';
import '../../../web/app/style/board.css';
import '../../../web/app/style/objects.css';
import '../../../web/app/style/sim.css';
import '../../../web/app/style/phone.css';
import menu from '../../../public/programs/index.json';
import source from '../../../public/programs/worker_pool.go?raw';
import { names, syntheticEvents, syntheticPicture } from './synthetic';

const query = new URLSearchParams(location.search);
const procs = Number(query.get('procs') ?? 4);
const goroutines = Number(query.get('goroutines') ?? 40);
const objects = Number(query.get('objects') ?? 0);

const lab = new Lab();
lab.menu.value = menu;
lab.chosen.value = 'go:worker_pool';
lab.source.value = source;
lab.sourceVersion.value = 1;
lab.names.value = names;
lab.change({ procs });
const text = new TextEncoder();
for (let id = 0; id < 8; id++) {
  lab.output.write({ stream: 'stdout', bytes: text.encode(`worker ${id} did ${500 + id} jobs\n`) });
}
lab.output.write({
  stream: 'stderr',
  bytes: text.encode('panic: all is well\n\tprog.go:17:3 +0x1d\n'),
});
lab.output.say('note', 'Stopped.');
lab.decisions.add(syntheticEvents(), 120_000);
lab.picture.value = syntheticPicture(procs, goroutines, 7, objects);
if (query.get('run') === '1') {
  lab.state.value = 'running';
  lab.status.value = 'Running';
  // Made beforehand, so that a frame is drawing and nothing else.
  const pictures = Array.from({ length: 6 }, (_, seed) =>
    syntheticPicture(procs, goroutines, seed + 1, objects),
  );
  let shown = 0;
  const frame = () => {
    lab.picture.value = pictures[shown++ % pictures.length] ?? null;
    lab.frame.value += 1;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
const root = document.getElementById('app');
if (root) render(<Page lab={lab} keeping={new Keeping(lab)} labs={new LabDoor(lab)} />, root);
