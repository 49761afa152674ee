import { Button, Group, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { MOST_HITS } from '../../../sdk/api/events.js';
import { type Column, DataTable } from '../../components/ui/data-table.js';
import { LegalName, To } from '../../components/ui/names.js';
import { Page } from '../../components/ui/page.js';
import { Section } from '../../components/ui/section.js';
import { Answer, Empty } from '../../components/ui/states.js';
import { useOne } from '../../data/api.js';
import { useTitles } from '../../data/names.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';

type Hit = AnswerOf<'search'>[number];
/** A thing that was found, and all by which it was. */
type Found = Hit & { words: string[] };

/** Where a hit is shown. */
function placeOf({ id, kind, label }: Hit): string {
  switch (kind) {
    case 'member':
      return `/members/${id}`;
    case 'dataset':
      return `/datasets/${id}`;
    case 'version':
      return `/versions/${id}`;
    case 'offer':
      return `/offers/${id}`;
    case 'grant':
      return `/grants/${id}`;
    case 'terms':
      return `/terms/${id}`;
    case 'contract':
      return `/events?contract=${encodeURIComponent(label)}`;
    case 'transaction':
      return `/events?tx=${id}`;
    case 'block':
      return `/events?block=${label.replace(/\D/g, '')}`;
  }
}

/** A thing that is met in several ways is one row. */
function toFound(hits: readonly Hit[]): Found[] {
  const byThing = new Map<string, Found>();
  for (const hit of hits) {
    const key = `${hit.kind} ${hit.id}`;
    const before = byThing.get(key);
    if (before === undefined) byThing.set(key, { ...hit, words: [hit.matched] });
    else before.words.push(hit.matched);
  }
  return [...byThing.values()];
}

/** What a name, number, address or hash stands for. */
export function SearchPage() {
  const { search: texts } = useTexts();
  const asked = new URLSearchParams(useSearch()).get('q') ?? '';
  const [words, setWords] = useState(asked);
  const [, go] = useLocation();
  useEffect(() => setWords(asked), [asked]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (words.trim() !== '') go(`/search?q=${encodeURIComponent(words.trim())}`);
  };
  return (
    <Page title={texts.title} intro={texts.hint}>
      <search>
        <form onSubmit={submit}>
          <Group align="end" gap="sm">
            <TextInput
              type="search"
              label={texts.label}
              value={words}
              maxLength={200}
              onChange={(event) => setWords(event.currentTarget.value)}
              style={{ flex: '1 1 16rem' }}
            />
            <Button type="submit">{texts.button}</Button>
          </Group>
        </form>
      </search>
      {asked !== '' && <Hits words={asked} />}
    </Page>
  );
}

function Hits({ words }: { words: string }) {
  const { search: texts } = useTexts();
  const format = useFormat();
  const hits = useOne('search', { q: words });
  const title = useTitles((hits.data ?? []).filter(({ kind }) => kind === 'dataset').map(({ id }) => Number(id)));
  // Names and titles are shown as they are; a thing without one is called by its kind and number.
  const nameOf = ({ id, kind, label }: Hit) => {
    if (kind === 'dataset') return title(Number(id)) ?? `${texts.kinds[kind]} ${id}`;
    if (kind === 'block') return `${texts.kinds.block} ${label.replace(/\D/g, '')}`;
    return kind === 'member' || kind === 'contract' ? label : `${texts.kinds[kind]} ${id}`;
  };
  const columns: Column<Found>[] = [
    { header: texts.kind, cell: ({ kind }) => texts.kinds[kind] },
    {
      header: texts.name,
      cell: (hit) => (
        <To href={placeOf(hit)}>
          <LegalName>{nameOf(hit)}</LegalName>
        </To>
      ),
    },
    {
      header: texts.matched,
      cell: (hit) => (
        <Text size="sm" c="dimmed">
          {format.list(hit.words.map((word) => texts.words[word as keyof typeof texts.words] ?? word))}
        </Text>
      ),
    },
  ];
  return (
    <Section title={`“${words}”`}>
      <Answer query={hits}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{texts.empty(words)}</Empty>
          ) : (
            <>
              <DataTable caption={texts.title} columns={columns} rows={toFound(rows)} keyOf={({ id, kind }) => `${kind} ${id}`} />
              {rows.length >= MOST_HITS && <Text size="sm">{texts.most(MOST_HITS)}</Text>}
            </>
          )
        }
      </Answer>
    </Section>
  );
}
