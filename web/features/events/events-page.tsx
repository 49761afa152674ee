import { Group, NativeSelect, Text } from '@mantine/core';
import { useLocation, useSearch } from 'wouter';
import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { EventLines } from '../../components/ui/event-line.js';
import { To } from '../../components/ui/names.js';
import { Page } from '../../components/ui/page.js';
import { Section } from '../../components/ui/section.js';
import { Rows } from '../../components/ui/states.js';
import { usePages } from '../../data/api.js';
import { useTexts } from '../../texts/language.js';
import classes from './events-page.module.css';

/** The audit trail, newest first; new events come in by themselves. */
export function EventsPage() {
  const { events: texts, eventTypes } = useTexts();
  const [, go] = useLocation();
  const query = new URLSearchParams(useSearch());
  const value = (name: string) => query.get(name) ?? undefined;
  const [type, contract, tx, block] = [value('type'), value('contract'), value('tx'), value('block')];
  const input = { type, contract, tx, fromBlock: block, toBlock: block, order: 'desc' };
  const pages = usePages('events', input);
  const choose = (next: string) => go(next === '' ? '/events' : `/events?type=${next}`);
  const narrowed = [
    ...(tx === undefined ? [] : [texts.transaction(tx)]),
    ...(contract === undefined ? [] : [texts.contract(contract)]),
    ...(block === undefined ? [] : [texts.block(block)]),
  ];
  const kinds = Object.entries(eventTypes).sort(([, one], [, other]) => one.localeCompare(other));
  return (
    <Page title={texts.title} intro={texts.intro}>
      <Section
        title={type === undefined ? texts.all : (eventTypes[type as keyof typeof eventTypes] ?? type)}
        aside={
          <NativeSelect
            aria-label={texts.filter}
            size="xs"
            value={type ?? ''}
            onChange={(event) => choose(event.currentTarget.value)}
            data={[{ value: '', label: texts.all }, ...kinds.map(([kind, label]) => ({ value: kind, label }))]}
          />
        }
      >
        {narrowed.length > 0 && (
          <Group gap="sm">
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {narrowed.join(', ')}
            </Text>
            <To href="/events">{texts.clear}</To>
          </Group>
        )}
        <Rows pages={pages} empty={texts.empty}>
          {(rows) => <EventLines events={rows}>{(event) => <Values event={event} />}</EventLines>}
        </Rows>
      </Section>
    </Page>
  );
}

/** What the contract wrote down, word by word, for who wants to compare. */
function Values({ event }: { event: AnswerOf<'events'> }) {
  const { common, events: texts } = useTexts();
  return (
    <details className={classes.values}>
      <summary>{texts.values}</summary>
      <dl>
        {Object.entries(event.args).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
          </div>
        ))}
        <div>
          <dt>{event.contract}</dt>
          <dd>{event.type}</dd>
        </div>
        <div>
          <dt>{common.transaction}</dt>
          <dd>
            <To href={`/events?tx=${event.txHash}`}>{event.txHash}</To>
          </dd>
        </div>
      </dl>
    </details>
  );
}
