import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { useLegalNames, useTitles } from '../../data/names.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';
import classes from './event-line.module.css';
import { DatasetLink, MemberLink, To } from './names.js';

type Event = AnswerOf<'events'>;

/** Parameters by which events name members and datasets, and sums of money. */
const MEMBERS = ['memberId', 'sellerId', 'notary', 'from', 'to', 'buyer'];
const DATASETS = ['datasetId', 'sourceId'];
const AMOUNTS = ['amount'];
/** What else they are about, and where it is shown. */
const THINGS = {
  grantId: ['grant', '/grants'],
  offerId: ['offer', '/offers'],
  versionId: ['version', '/versions'],
  tableId: ['table', '/versions'],
} as const;
/** Its `sourceId` is a version. */
const CLAIM = 'SourceClaimed';

function idsIn({ args, type }: Event, names: readonly string[]): number[] {
  return names.flatMap((name) => {
    if (type === CLAIM && name === 'sourceId') return [];
    // Of other events, `from` and `to` are addresses.
    const id = /^\d+$/.test(String(args[name])) ? Number(args[name]) : 0;
    return id > 0 ? [id] : [];
  });
}

/** Events in plain words: what happened, who and what it is about, how much. */
export function EventLines({ events, children }: { events: readonly Event[]; children?: (event: Event) => ReactNode }) {
  const legalName = useLegalNames(events.flatMap((event) => idsIn(event, MEMBERS)));
  const title = useTitles(events.flatMap((event) => idsIn(event, DATASETS)));
  const { common, eventTypes } = useTexts();
  const format = useFormat();
  return (
    <ol className={classes.lines}>
      {events.map((event) => (
        <li key={event.id}>
          <div className={classes.line}>
            <span className={classes.what}>{eventTypes[event.type as keyof typeof eventTypes] ?? event.type}</span>
            {[...new Set(idsIn(event, MEMBERS))].map((id) => (
              <MemberLink key={`m${id}`} member={{ id, legalName: legalName(id) ?? common.member(id) }} />
            ))}
            {[...new Set(idsIn(event, DATASETS))].map((id) => (
              <DatasetLink key={`d${id}`} id={id} title={title(id)} />
            ))}
            {(Object.keys(THINGS) as (keyof typeof THINGS)[]).flatMap((name) => {
              const [kind, place] = THINGS[name];
              return idsIn(event, [name]).map((id) => (
                <To key={name} href={`${place}/${id}`}>
                  {common[kind](id)}
                </To>
              ));
            })}
            {AMOUNTS.filter((name) => /^\d+$/.test(String(event.args[name]))).map((name) => (
              <span key={name}>{format.money(String(event.args[name]))}</span>
            ))}
          </div>
          <Text component="div" size="xs" c="dimmed">
            {format.time(event.time)} · {common.block} {format.number(event.block)}
          </Text>
          {children?.(event)}
        </li>
      ))}
    </ol>
  );
}
