import { Group, Paper, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { Rows } from '../../components/ui/states.js';
import { Tag } from '../../components/ui/tag.js';
import { usePages } from '../../data/api.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';
import { describeOffer, priceOf } from './describe-offer.js';

/** What is offered, in plain words. */
export function Offers({ datasetId }: { datasetId: number }) {
  const { datasets } = useTexts();
  const pages = usePages('offers', { dataset: datasetId });
  return (
    <Rows pages={pages} empty={datasets.noOffers}>
      {(rows) => (
        <Stack gap="xs">
          {rows.map((offer) => (
            <OfferCard key={offer.id} offer={offer} />
          ))}
        </Stack>
      )}
    </Rows>
  );
}

function OfferCard({ offer }: { offer: AnswerOf<'offers'> }) {
  const texts = useTexts();
  const format = useFormat();
  const card = useRef<HTMLDivElement>(null);
  const id = `offer-${offer.id}`;
  // Who comes for an offer is led to it.
  useEffect(() => {
    if (window.location.hash === `#${id}`) card.current?.scrollIntoView({ block: 'center' });
  }, [id]);
  return (
    <Paper withBorder p="sm" radius="md" id={id} ref={card}>
      <Group justify="space-between" gap="xs">
        <Text fw={650}>{priceOf(offer, texts, format)}</Text>
        <Group gap={6}>
          {offer.closed && <Tag>{texts.datasets.closed}</Tag>}
          <Text size="xs" c="dimmed">
            {texts.common.offer(offer.id)}
          </Text>
        </Group>
      </Group>
      <Text size="sm">{describeOffer(offer, texts, format).join(texts.common.betweenSentences)}</Text>
    </Paper>
  );
}
