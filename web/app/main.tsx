// Entry point of the page.
import '@fontsource-variable/geist';
import '@fontsource-variable/geist-mono';
import { render } from 'preact';
import { door } from './door';
import { Keeping } from './keeping';
import { Lab } from './lab';
import { LabDoor } from './lab_door';
import { Page } from './page';
import './style/tokens.css';
import './style/base.css';
import './style/toolbar.css';
import './style/editor.css';
import './style/panels.css';
import './style/board.css';
import './style/objects.css';
import './style/sim.css';
import './style/sheets.css';
import './style/timeline.css';
import './style/why.css';
import './style/goroutines.css';
import './style/labs.css';
import './style/phone.css';

window.gopark = door;

const lab = new Lab();
const keeping = new Keeping(lab);
const labs = new LabDoor(lab);
const root = document.getElementById('app');
if (!root) throw new Error('the page has no #app');
render(<Page lab={lab} keeping={keeping} labs={labs} />, root);
void lab.load(() => keeping.begin()).then(() => labs.begin());
