import type { Command } from 'commander';
import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { parseId } from '../arguments.js';
import { createContext } from '../context.js';

type Edge = AnswerOf<'lineage'>;

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
      const { asOf, data: start } = await context.api.get('version', { id: versionId });
      const ask = (direction: string) => context.api.all('lineage', { id: versionId, direction, depth: parseId(options.depth) });
      const [sources, derivatives] = [await ask('sources'), await ask('derivatives')];
      const root = { id: versionId, datasetId: start.datasetId, legalName: start.publisher.legalName };
      const text = [
        ...draw(sources.data, root, 'made from', (edge) => [edge.version, edge.source]),
        '',
        ...draw(derivatives.data, root, 'made into', (edge) => [edge.source, edge.version]),
        `as of block ${asOf.block}`,
      ];
      context.print({ asOf, sources: sources.data, derivatives: derivatives.data }, text.join('\n'));
    });
}

/** A tree in text; a version that was drawn already is named, not drawn again. */
function draw(
  edges: readonly Edge[],
  root: { id: number; datasetId: number; legalName: string },
  title: string,
  ends: (edge: Edge) => [Edge['version'], Edge['version']],
): string[] {
  const edgesFrom = Map.groupBy(edges, (edge) => ends(edge)[0].id);
  const lines: string[] = [];
  const drawn = new Set<number>();
  const visit = (node: typeof root, indent: string, grantId: number | null): void => {
    const by = grantId === null ? '' : ` (by grant ${grantId})`;
    const again = drawn.has(node.id) ? ' …' : '';
    lines.push(`${indent}version ${node.id}, dataset ${node.datasetId}, ${node.legalName}${by}${again}`);
    if (drawn.has(node.id)) return;
    drawn.add(node.id);
    for (const edge of edgesFrom.get(node.id) ?? []) {
      const [, { datasetId, id, owner }] = ends(edge);
      visit({ id, datasetId, legalName: owner.legalName }, `${indent}  `, edge.grantId);
    }
  };
  visit(root, '', null);
  return lines.length === 1 ? [`${lines[0]}: ${title} nothing`] : [`${title}:`, ...lines];
}
