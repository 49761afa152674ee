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

/** One step each way, drawn in three columns with lines between them, and the same as a list. */
export function Provenance({ dataset }: { dataset: AnswerOf<'dataset'> }) {
  const { id } = dataset.current;
  const sources = useAll('lineage', { id, direction: 'sources' });
  const derivatives = useAll('lineage', { id, direction: 'derivatives' });
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
  const rows = Math.max(sources.length, derivatives.length, 1);
  const nameOf = (node: Node) => titleOf(node) ?? common.dataset(node.datasetId);
  return (
    <>
      <div className={classes.drawing} style={{ '--rows': rows } as React.CSSProperties}>
        <Column title={texts.sources} empty={texts.noSources} nodes={sources.map(({ source }) => source)} />
        <Lines count={sources.length} side="left" />
        <Column title={texts.here} empty="" nodes={[here]} />
        <Lines count={derivatives.length} side="right" />
        <Column title={texts.derivatives} empty={texts.noDerivatives} nodes={derivatives.map(({ version }) => version)} />
      </div>
      {sources.length + derivatives.length > 0 && (
        <details>
          <summary className={classes.summary}>{common.asList}</summary>
          <ul>
            {sources.map(({ grantId, source }) => (
              <li key={source.id}>
                {texts.sources}: <To href={`/datasets/${source.datasetId}`}>{nameOf(source)}</To>, {common.version(source.id)} (
                <LegalName>{source.owner.legalName}</LegalName>; {grantId === null ? texts.own : texts.byGrant(grantId)})
              </li>
            ))}
            {derivatives.map(({ grantId, version }) => (
              <li key={version.id}>
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
