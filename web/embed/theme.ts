// Light or dark, as the page around an embed is. Sites switch in many ways (a class, an attribute, the
// system's wish), but all of them end in a background colour: that is what is looked at.

/** luminance of `red green blue alpha` in 0..255: 0 black, 1 white. */
export function luminance([red = 0, green = 0, blue = 0]: ArrayLike<number> & Iterable<number>) {
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

let canvas: CanvasRenderingContext2D | null = null;

// A canvas reads every notation of colour there is.
function pixelOf(colour: string): Uint8ClampedArray {
  canvas ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!canvas) return new Uint8ClampedArray(4);
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data;
}

const parentOf = (element: Element): Element | null =>
  element.assignedSlot ??
  element.parentElement ??
  (element.getRootNode() as Partial<ShadowRoot>).host ??
  null;

/** isDark tells what stands behind an element. `probe` has the colour of an empty page. */
export function isDark(element: Element, probe: Element): boolean {
  for (let at: Element | null = element; at; at = parentOf(at)) {
    const colour = getComputedStyle(at).backgroundColor;
    if (colour === 'rgba(0, 0, 0, 0)' || colour === 'transparent') continue;
    const pixel = pixelOf(colour);
    if ((pixel[3] ?? 0) > 127) return luminance(pixel) < 0.45;
  }
  return luminance(pixelOf(getComputedStyle(probe).backgroundColor)) < 0.45;
}

const watchers = new Set<() => void>();
let watching = false;

// Colours may fade from one to the other: look again when that is over.
function changed(): void {
  const tell = () => watchers.forEach((watcher) => watcher());
  tell();
  setTimeout(tell, 120);
  setTimeout(tell, 500);
}

/** watchPage calls back when the page's colours may have changed; it returns how to stop that. */
export function watchPage(watcher: () => void): () => void {
  watchers.add(watcher);
  if (!watching) {
    watching = true;
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
    const observer = new MutationObserver(changed);
    for (const element of [document.documentElement, document.body]) {
      observer.observe(element, { attributes: true });
    }
  }
  return () => watchers.delete(watcher);
}
