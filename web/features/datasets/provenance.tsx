import { Paper, Text } from '@mantine/core';
import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { LegalName, To } from '../../components/ui/names.js';
import { Answer, Empty } from '../../components/ui/states.js';
import { useAll } from '../../data/api.js';
import { useTitleOf } from '../../data/names.js';
import { useTexts } from '../../texts/language.js';
import classes from './provenance.module.css';

type Edge = AnswerOf<'lineage'>;
type Node = Edge['source'];

/** Cards of a column; what is beyond stands in the list. */
const MOST_DRAWN = 12;

/**
 * One step each way, drawn in three columns with lines between them, and the same as a list: what the current version was made from, and what
 * was made from any version, for who derives names the version it had.
 */
export function Provenance({ dataset }: { dataset: AnswerOf<'dataset'> }) {
  const { id } = dataset.current;
  const sources = useAll('lineage', { id, direction: 'sources' });
  const derivatives = useAll('lineage', { id, direction: 'derivatives', whole: true });
  return (
    <Answer query={sources}>
      {(into) => <Answer query={derivatives}>{(from) => <Drawn dataset={dataset} sources={into} derivatives={from} />}</Answer>}
    </Answer>
  );
}

function Drawn({ dataset, derivatives, sources }: { dataset: AnswerOf<'dataset'>; sources: Edge[]; derivatives: Edge[] }) {
  const { common, datasets: texts } = useTexts();
  const titleOf = useTitleOf();
  const { current, owner } = dataset;
  const here: Node = { ...current, owner };
  const [into, from] = [latestOf(sources.map(({ source }) => source)), latestOf(derivatives.map(({ version }) => version))];
  const [drawnInto, drawnFrom] = [into.slice(0, MOST_DRAWN), from.slice(0, MOST_DRAWN)];
  const rows = Math.max(drawnInto.length, drawnFrom.length, 1);
  const left = into.length + from.length - drawnInto.length - drawnFrom.length;
  const nameOf = (node: Node) => titleOf(node) ?? common.dataset(node.datasetId);
  return (
    <>
      <div className={classes.drawing} style={{ '--rows': rows } as React.CSSProperties}>
        <Column title={texts.sources} empty={texts.noSources} nodes={drawnInto} />
        <Lines count={drawnInto.length} side="left" />
        <Column title={texts.here} empty="" nodes={[here]} />
        <Lines count={drawnFrom.length} side="right" />
        <Column title={texts.derivatives} empty={texts.noDerivatives} nodes={drawnFrom} />
      </div>
      {left > 0 && <Text size="sm">{texts.moreInList(left)}</Text>}
      {sources.length + derivatives.length > 0 && (
        <details>
          <summary className={classes.summary}>{common.asList}</summary>
          <ul>
            {sources.map(({ grantId, source }) => (
              <li key={`from ${source.id}`}>
                {texts.sources}: <To href={`/datasets/${source.datasetId}`}>{nameOf(source)}</To>, {common.version(source.id)} (
                <LegalName>{source.owner.legalName}</LegalName>; {grantId === null ? texts.own : texts.byGrant(grantId)})
              </li>
            ))}
            {derivatives.map(({ grantId, source, version }) => (
              <li key={`${source.id} ${version.id}`}>
                {texts.derivatives}: <To href={`/datasets/${version.datasetId}`}>{nameOf(version)}</To>,{' '}
                {common.version(version.id)} (<LegalName>{version.owner.legalName}</LegalName>;{' '}
                {grantId === null ? texts.own : texts.byGrant(grantId)})
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** Of each dataset the latest version: a series of versions that are made from one source is one card. */
function latestOf(nodes: readonly Node[]): Node[] {
  const byDataset = new Map<number, Node>();
  for (const node of nodes) if (node.id > (byDataset.get(node.datasetId)?.id ?? 0)) byDataset.set(node.datasetId, node);
  return [...byDataset.values()];
}

function Column({ empty, nodes, title }: { title: string; empty: string; nodes: Node[] }) {
  const { common, datasets: texts } = useTexts();
  const titleOf = useTitleOf();
  return (
    <div className={classes.column}>
      <Text size="xs" c="dimmed" className={classes.head}>
        {title}
      </Text>
      <div className={classes.nodes}>
        {nodes.length === 0 && <Empty>{empty}</Empty>}
        {nodes.map((node) => (
          <Paper key={node.id} withBorder radius="md" className={classes.node}>
            <To href={`/datasets/${node.datasetId}`}>
              <span className={classes.title}>{titleOf(node) ?? common.dataset(node.datasetId)}</span>
            </To>
            <Text size="xs" c="dimmed" truncate>
              <LegalName>{node.owner.legalName}</LegalName>
            </Text>
            <Text size="xs" c={node.withdrawn === null ? 'dimmed' : 'var(--genba-bad)'} truncate>
              {common.version(node.id)}
              {node.withdrawn !== null && ` · ${texts.withdrawn(node.withdrawn)}`}
            </Text>
          </Paper>
        ))}
      </div>
    </div>
  );
}

/** Lines from each card of a column to the middle of the next; the cards stand evenly, so their middles are known. */
function Lines({ count, side }: { count: number; side: 'left' | 'right' }) {
  const [near, far] = side === 'left' ? [100, 0] : [0, 100];
  return (
    <svg className={classes.lines} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => {
        const y = ((index + 0.5) * 100) / count;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is nothing but its place.
          <path key={index} d={`M ${near} 50 C 50 50, 50 ${y}, ${far} ${y}`} />
        );
      })}
    </svg>
  );
}
