import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** One import per room that must not be: the rules themselves are tested. */
const FORBIDDEN: [string, string][] = [
  ['sdk/probe.ts', '../server/chain/node.js'],
  ['server/chain/probe.ts', '../store/open.js'],
  ['server/store/probe.ts', '../chain/node.js'],
  ['server/store/probe.ts', '../../sdk/ids.js'],
  ['server/indexer/probe.ts', '../domain/payout-plan.js'],
  ['server/domain/probe.ts', '../store/open.js'],
  ['server/domain/probe.ts', 'ethers'],
  ['server/gateway/probe.ts', '../store/open.js'],
  ['server/http/probe.ts', '../store/open.js'],
  ['server/probe.ts', '../cli/table.js'],
  ['cli/probe.ts', '../server/config.js'],
  ['web/probe.ts', '../server/config.js'],
];

describe('rooms', () => {
  let findings: string;
  const fileOf = (index: number) => path.join(path.dirname((FORBIDDEN[index] as [string, string])[0]), `probe-${index}.ts`);

  before(() => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'genba-rooms-'));
    copyFileSync(path.join(ROOT, 'biome.json'), path.join(folder, 'biome.json'));
    for (const [index, [, target]] of FORBIDDEN.entries()) {
      const file = path.join(folder, fileOf(index));
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, `import * as probe from '${target}';\n\nexport const kept = probe;\n`);
    }
    const biome = path.join(ROOT, 'node_modules', '.bin', 'biome');
    const options = ['lint', '--only=style/noRestrictedImports', '--max-diagnostics=none', '.'];
    const { stdout, stderr } = spawnSync(biome, options, { cwd: folder, encoding: 'utf8' });
    findings = `${stdout}${stderr}`;
    rmSync(folder, { recursive: true });
  });

  for (const [index, [file, target]] of FORBIDDEN.entries()) {
    it(`${path.dirname(file)} may not import ${target}`, () => {
      expect(findings).to.match(new RegExp(`${fileOf(index)}:\\d+:\\d+ lint/style/noRestrictedImports`));
    });
  }
});
