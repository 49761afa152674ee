import type { Command } from 'commander';
import { parseId } from '../arguments.js';
import { createContext } from '../context.js';

interface Lineage {
  versionId: number;
  versions: { id: number; datasetId: number; owner: { id: number; legalName: string } }[];
  edges: { versionId: number; sourceId: number; grantId: number | null; depth: number }[];
}

/** `genba dataset trace` */
export function datasetTrace(noun: Command): void {
  noun
    .command('trace')
    .description('draw what a version was made from, and what was made from it')
    .argument('<version>', 'version id')
    .option('--depth <levels>', 'levels each way', '10')
    .addHelpText('after', '\nExample:\n  genba dataset trace 6')
    .action(async (version: string, options: { depth: string }, command: Command) => {
      const context = createContext(command);
      const versionId = parseId(version);
      const ask = (direction: string) =>
        context.api.get<Lineage>(`/versions/${versionId}/lineage`, { direction, depth: parseId(options.depth) });
      const [sources, derivatives] = [await ask('sources'), await ask('derivatives')];
      const text = [
        ...draw(sources.data, versionId, 'made from', (edge) => [edge.versionId, edge.sourceId]),
        '',
        ...draw(derivatives.data, versionId, 'made into', (edge) => [edge.sourceId, edge.versionId]),
        `as of block ${sources.asOf.block}`,
      ];
      context.print({ asOf: sources.asOf, sources: sources.data, derivatives: derivatives.data }, text.join('\n'));
    });
}

/** A tree in text; a version that was drawn already is named, not drawn again. */
function draw(
  lineage: Lineage,
  root: number,
  title: string,
  ends: (edge: Lineage['edges'][number]) => [number, number],
): string[] {
  const nodes = new Map(lineage.versions.map((one) => [one.id, one]));
  const lines: string[] = [];
  const drawn = new Set<number>();
  const visit = (id: number, indent: string, grantId: number | null): void => {
    const node = nodes.get(id);
    const by = grantId === null ? '' : ` (by grant ${grantId})`;
    const again = drawn.has(id) ? ' …' : '';
    lines.push(`${indent}version ${id}, dataset ${node?.datasetId}, ${node?.owner.legalName}${by}${again}`);
    if (drawn.has(id)) return;
    drawn.add(id);
    for (const edge of lineage.edges) {
      const [here, there] = ends(edge);
      if (here === id) visit(there, `${indent}  `, edge.grantId);
    }
  };
  visit(root, '', null);
  return lines.length === 1 ? [`${lines[0]}: ${title} nothing`] : [`${title}:`, ...lines];
}
