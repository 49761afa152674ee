import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Says in each sample what it is. */
const LABEL = 'SAMPLE, generated for the demo; no machine made it';

/** Writes the sample files of the demo into a folder; the same bytes each time. */
export function writeSamples(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(SAMPLES)) writeFileSync(path.join(folder, name), content());
}

/** The demo's files by name. */
const SAMPLES = {
  'toolpath-impeller.nc': toolpath,
  'spindle-load-v1.csv': () => spindleLoad(1),
  'spindle-load-v2.csv': () => spindleLoad(2),
  'spindle-load-v3.csv': () => spindleLoad(3),
  'turning-telemetry.csv': turningTelemetry,
  'energy-sample.csv': energy,
  'inspection-v1.csv': () => inspection(0.012),
  'inspection-v2.csv': () => inspection(0),
  'wear-model-v1.json': () => wearModel(1),
  'wear-model-v2.json': () => wearModel(2),
  // Belongs to nobody yet: the tutorial registers it.
  'spring-forces.csv': springForces,
} satisfies Record<string, () => string>;

/** The name of a sample. */
export type SampleName = keyof typeof SAMPLES;

function toolpath(): string {
  const moves = Array.from({ length: 900 }, (_, step) => {
    const angle = step / 18;
    const [x, y, z] = [42 * Math.cos(angle), 42 * Math.sin(angle), -step / 60];
    return `G1 X${x.toFixed(3)} Y${y.toFixed(3)} Z${z.toFixed(3)} B${(12 * Math.sin(angle / 3)).toFixed(3)} F1800`;
  });
  return `(${LABEL})\nG21 G90 G54\nT4 M6\nS12000 M3\n${moves.join('\n')}\nM5\nM30\n`;
}

function spindleLoad(batch: number): string {
  return table('second,spindle_load_percent,feed_mm_per_min', 1200, (second) => {
    const load = 38 + 12 * Math.sin(second / 40 + batch) + second / 90 + batch;
    return [String(second), load.toFixed(2), (1800 - 60 * batch * Math.abs(Math.sin(second / 90))).toFixed(0)];
  });
}

function turningTelemetry(): string {
  return table('second,data_item,value', 1500, (row) => {
    const [item, value] = [
      ['Srpm', (2400 + 300 * Math.sin(row / 60)).toFixed(0)],
      ['Xload', (22 + 6 * Math.cos(row / 25)).toFixed(1)],
      ['Ztemp', (31 + row / 400).toFixed(2)],
    ][row % 3] as [string, string];
    return [String(row * 2), item, value];
  });
}

function energy(): string {
  return table('quarter_hour,kilowatt_hours', 672, (quarter) => [
    String(quarter),
    (4 + 3 * Math.max(0, Math.sin((quarter / 96) * 2 * Math.PI - 1.2))).toFixed(3),
  ]);
}

function inspection(offset: number): string {
  return table('part,feature,nominal_mm,measured_mm,roughness_ra_um', 480, (row) => [
    `IMP-${String(1 + Math.floor(row / 12)).padStart(3, '0')}`,
    `blade-${1 + (row % 12)}`,
    '42.000',
    (42 + 0.006 * Math.sin(row * 1.7) + offset).toFixed(4),
    (0.42 + 0.08 * Math.abs(Math.cos(row / 7))).toFixed(3),
  ]);
}

function wearModel(version: number): string {
  const coefficients = { perMinuteMicrometre: version === 1 ? 0.42 : 0.397, perPercentLoad: 0.011, baseMicrometre: 3.1 };
  return `${JSON.stringify({ note: LABEL, model: 'tool-wear', form: 'linear', version, coefficients }, null, 2)}\n`;
}

function springForces(): string {
  return table('spring,deflection_mm,force_newton', 200, (row) => {
    const deflection = (row % 20) / 2;
    return [`S${1 + Math.floor(row / 20)}`, deflection.toFixed(1), (1.86 * deflection + 0.02 * Math.sin(row)).toFixed(3)];
  });
}

function table(header: string, rows: number, rowOf: (row: number) => string[]): string {
  const lines = Array.from({ length: rows }, (_, row) => rowOf(row).join(','));
  return `# ${LABEL}\n${header}\n${lines.join('\n')}\n`;
}
