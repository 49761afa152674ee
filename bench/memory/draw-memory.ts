/** How much memory was in use at a moment. */
export interface Sample {
  seconds: number;
  megabytes: number;
  /** The last indexed block. */
  block: number;
}

const [WIDTH, HEIGHT] = [800, 300];
const MARGIN = { left: 60, right: 60, top: 20, bottom: 40 };
const STEPS = 5;

/** Draws memory and blocks over time, as SVG. */
export function drawMemory(samples: readonly Sample[]): string {
  const end = Math.max(...samples.map((one) => one.seconds), 1);
  const most = roundUp(Math.max(...samples.map((one) => one.megabytes), 1));
  const blocks = roundUp(Math.max(...samples.map((one) => one.block), 1));
  const x = (seconds: number) => MARGIN.left + (seconds / end) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (part: number) => HEIGHT - MARGIN.bottom - part * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const line = (partOf: (sample: Sample) => number, color: string) => {
    const points = samples.map((one) => `${x(one.seconds).toFixed(1)},${y(partOf(one)).toFixed(1)}`).join(' ');
    return `<polyline points="${points}" fill="none" stroke="${color}" stroke-width="1.5"/>`;
  };
  const marks = Array.from({ length: STEPS + 1 }, (_, i) => i / STEPS).flatMap((part) => [
    `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(part)}" y2="${y(part)}" stroke="#ddd"/>`,
    text(MARGIN.left - 8, y(part) + 4, 'end', '#1f6feb', `${Math.round(most * part)}`),
    text(WIDTH - MARGIN.right + 8, y(part) + 4, 'start', '#888', `${Math.round(blocks * part)}`),
    text(x(end * part), HEIGHT - MARGIN.bottom + 18, 'middle', '#444', `${Math.round((end * part) / 60)}`),
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    '<title>Resident memory of the service and indexed blocks over time</title>',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...marks,
    line((one) => one.block / blocks, '#bbb'),
    line((one) => one.megabytes / most, '#1f6feb'),
    text(MARGIN.left, 14, 'start', '#1f6feb', 'resident memory of the service, MB'),
    text(WIDTH - MARGIN.right, 14, 'end', '#888', 'indexed blocks'),
    text(WIDTH / 2, HEIGHT - 6, 'middle', '#444', 'minutes'),
    '</svg>\n',
  ].join('\n');
}

function text(x: number, y: number, anchor: string, color: string, words: string): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${color}">${words}</text>`;
}

function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / unit) * unit;
}
