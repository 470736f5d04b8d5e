// Hatchings and the ink to write on a colour with.
const patterns = new Map<string, CanvasPattern | null>();

/** hatched is a tile of lines: `slope` 0 stands, 1 rises, 2 crosses. */
export function hatched(
  context: CanvasRenderingContext2D,
  colour: string,
  slope: number,
): CanvasPattern | string {
  const key = `${colour} ${slope}`;
  let pattern = patterns.get(key);
  if (pattern === undefined) {
    const tile = document.createElement('canvas');
    tile.width = tile.height = 6;
    const pen = tile.getContext('2d');
    if (pen) {
      pen.fillStyle = pen.strokeStyle = colour;
      pen.globalAlpha = 0.3;
      pen.fillRect(0, 0, 6, 6);
      pen.globalAlpha = 1;
      pen.lineWidth = 1.4;
      pen.beginPath();
      if (slope === 0) pen.rect(1, -1, 1.4, 8);
      for (const at of slope > 0 ? [-6, 0, 6] : []) {
        pen.moveTo(at - 1, 7);
        pen.lineTo(at + 7, -1);
        if (slope === 2) pen.moveTo(at - 1, -1);
        if (slope === 2) pen.lineTo(at + 7, 7);
      }
      pen.stroke();
    }
    pattern = context.createPattern(tile, 'repeat');
    patterns.set(key, pattern);
  }
  return pattern ?? colour;
}

/** inkOn is black or white, whichever reads better on a colour. */
export function inkOn(colour: string): string {
  const [r = 0, g = 0, b = 0] = (/^#(..)(..)(..)/.exec(colour) ?? [])
    .slice(1)
    .map((part) => parseInt(part, 16));
  return r * 0.299 + g * 0.587 + b * 0.114 > 140 ? '#0b1015' : '#ffffff';
}
