import { Alert, Group, SimpleGrid, Text } from '@mantine/core';
import { useParams } from 'wouter';
import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { GrantTable } from '../../components/ui/grant-table.js';
import { MemberLink, To } from '../../components/ui/names.js';
import { Page } from '../../components/ui/page.js';
import { Section } from '../../components/ui/section.js';
import { Answer, Rows } from '../../components/ui/states.js';
import { useOne, usePages } from '../../data/api.js';
import { useNow } from '../../data/as-of.js';
import { useTitleOf } from '../../data/names.js';
import { useFormat } from '../../texts/format.js';
import { useLanguage, useTexts } from '../../texts/language.js';
import { CurrentVersion } from './current-version.js';
import { Distributions } from './distributions.js';
import { Offers } from './offers.js';
import { Owners } from './owners.js';
import { PayeeTable } from './payee-table.js';
import { Provenance } from './provenance.js';
import { Revenue } from './revenue.js';
import { textIn } from './text-in.js';
import { Versions } from './versions.js';

/** One dataset: what it is, where it comes from, who may use it, and what it earns. */
export function DatasetPage() {
  const { id } = useParams<{ id: string }>();
  const { common } = useTexts();
  const dataset = useOne('dataset', { id });
  return dataset.data === undefined ? (
    <Page title={common.dataset(Number(id) || 0)} key={id}>
      <Answer query={dataset}>{() => null}</Answer>
    </Page>
  ) : (
    <DatasetView dataset={dataset.data} key={id} />
  );
}

function DatasetView({ dataset }: { dataset: AnswerOf<'dataset'> }) {
  const { common, datasets: texts } = useTexts();
  const { language } = useLanguage();
  const titleOf = useTitleOf();
  const { id } = dataset;
  const grants = usePages('grants', { dataset: id });
  return (
    <Page
      title={titleOf(dataset.current) ?? common.dataset(id)}
      intro={
        <>
          <Text>
            {texts.owner}: <MemberLink member={dataset.owner} /> · {common.dataset(id)}
          </Text>
          <Text mt={4}>{textIn(dataset.metadata?.description, language)}</Text>
        </>
      }
    >
      <Warnings dataset={dataset} />
      <Section title={texts.facts} aside={<To href={`/verify?dataset=${id}`}>{texts.verify}</To>}>
        <CurrentVersion dataset={dataset} />
      </Section>
      <Section title={texts.provenance} note={texts.provenanceNote}>
        <Provenance dataset={dataset} />
      </Section>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Section title={texts.payees} note={texts.payeesNote}>
          <PayeeTable payees={dataset.payees} />
        </Section>
        <Section title={texts.offers}>
          <Offers datasetId={id} />
        </Section>
      </SimpleGrid>
      <Section title={texts.grants}>
        <Rows pages={grants} empty={texts.noGrants}>
          {(rows) => <GrantTable grants={rows} by="holder" />}
        </Rows>
      </Section>
      <Section title={texts.revenue} note={texts.revenueNote}>
        <Revenue datasetId={id} />
      </Section>
      <Section title={texts.distributions}>
        <Distributions datasetId={id} />
      </Section>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Section title={texts.versionsTitle}>
          <Versions datasetId={id} currentId={dataset.currentVersionId} />
        </Section>
        <Section title={texts.owners}>
          <Owners datasetId={id} />
        </Section>
      </SimpleGrid>
    </Page>
  );
}

/** What a buyer must know before anything else. */
function Warnings({ dataset }: { dataset: AnswerOf<'dataset'> }) {
  const { common, datasets: texts } = useTexts();
  const format = useFormat();
  const now = useNow();
  const { current, frozenUntil, retired, withdrawnSources } = dataset;
  return (
    <>
      {frozenUntil !== null && frozenUntil > now && <Alert color="blue" title={texts.frozen(format.time(frozenUntil))} />}
      {retired && <Alert color="gray" title={texts.retired} />}
      {current.withdrawn !== null && <Alert color="red" title={texts.withdrawn(current.withdrawn)} />}
      {withdrawnSources.length > 0 && (
        <Alert color="orange" title={texts.madeOfWithdrawn}>
          {withdrawnSources.map((source) => (
            <Group key={source.versionId} gap="xs">
              <To href={`/datasets/${source.datasetId}`}>
                {common.dataset(source.datasetId)}, {common.version(source.versionId)}
              </To>
              <Text size="sm">{source.reason}</Text>
            </Group>
          ))}
        </Alert>
      )}
    </>
  );
}
