// Script of embed.html: a <go-park> made from the address, for pages that take an <iframe> and no
// script, and the messages between it and the page around it. The frame needs no origin of its own:
// it works under sandbox="allow-scripts".
import './embed';
import type { GoPark } from './go_park';
import { isOn } from './options';
import {
  allowedOrigins,
  type FrameCommand,
  type FrameMessage,
  frameAttributes,
  frameOptions,
  mayCommand,
  protocolVersion,
  readCommand,
} from './frame_protocol';

const eventNames = ['ready', 'step', 'output', 'outcome', 'pass', 'fail'] as const;

const embed = document.createElement('go-park');
const options = frameOptions(location.search, location.hash);
const allowed = allowedOrigins(options.get('allow'));
const host = window.parent === window ? null : window.parent;

/** Where events go: to the origin of the page that said hello. */
let greeted: string | null = null;

function send(message: FrameMessage, origin: string): void {
  // A page without an origin cannot be named; it is the parent all the same.
  host?.postMessage({ gopark: protocolVersion, ...message }, origin === 'null' ? '*' : origin);
}

function tell(message: FrameMessage): void {
  if (greeted !== null) send(message, greeted);
}

function obey(element: GoPark, command: FrameCommand, id: unknown): void {
  switch (command.type) {
    case 'hello':
      tell({ type: 'welcome' });
      if (element.code !== '') tell({ type: 'ready', detail: { code: element.code } });
      return;
    case 'run':
      void element.run();
      return;
    case 'pause':
      element.pause();
      return;
    case 'reset':
      element.reset();
      return;
    case 'step':
      void element.step(command.count);
      return;
    case 'back':
      void element.back(command.count);
      return;
    case 'seek':
      void element.seek(command);
      return;
    case 'set':
      if (command.value === null) element.removeAttribute(command.name);
      else element.setAttribute(command.name, command.value);
      return;
    case 'code':
      element.code = command.code;
      return;
    case 'get': {
      const { state, code, schedule, moment } = element;
      tell({ type: 'state', id, state, code, schedule, moment });
    }
  }
}

addEventListener('message', (event) => {
  if (event.source !== host || host === null || !mayCommand(event.origin, allowed)) return;
  const command = readCommand(event.data);
  if (!command) return;
  if (command.type === 'hello') greeted = event.origin;
  obey(embed, command, (event.data as { id?: unknown }).id);
});

for (const type of eventNames) {
  embed.addEventListener(type, (event) => {
    const { detail } = event as CustomEvent<never>;
    tell({ type, detail });
  });
}

// A link to the lab is also the address of an embed: the same text behind the `#`.
async function adoptShared(): Promise<void> {
  const { decodeShared } = await import('../model/share');
  const decoded = await decodeShared(location.hash);
  if (!decoded.ok) throw new Error(decoded.message);
  const { source, schedule, events, settings } = decoded.shared;
  const given: Record<string, string | undefined> = {
    program: source,
    schedule: schedule || undefined,
    moment: events > 0 ? String(events) : undefined,
    procs: settings.procs?.toString(),
    seed: settings.seed?.toString(),
    preempt: settings.preempt,
    'step-by': settings.stepKind,
  };
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) embed.setAttribute(name, value);
  }
}

async function begin(): Promise<void> {
  const shared = /^#\d{1,4}\./.test(location.hash);
  const asked = shared ? frameOptions(location.search, '') : options;
  for (const name of frameAttributes) {
    const value = asked.get(name);
    if (value !== null && (name !== 'autoplay' || isOn(value))) embed.setAttribute(name, value);
  }
  try {
    if (shared) await adoptShared();
  } catch (error) {
    const { message } = error as Error;
    const waiting = document.getElementById('waiting');
    if (waiting) waiting.textContent = message;
    send({ type: 'error', message }, '*');
    return;
  }
  document.getElementById('waiting')?.replaceWith(embed);
  const measure = () => send({ type: 'height', height: Math.ceil(embed.offsetHeight) }, '*');
  new ResizeObserver(measure).observe(embed);
  send({ type: 'loaded' }, '*');
}

void begin();
