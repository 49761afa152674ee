import { ORIGINS } from '../../../sdk/ids.js';
import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { timed } from './timed.js';

/** An originator confirms or disclaims its part. */
export function originAnswered(event: EventOf<'OriginAnswered'>): RowChange[] {
  const { answer, memberId, tableId } = event.args;
  return [
    {
      insert: 'origin_answers',
      row: {
        ...timed(event),
        table_id: Number(tableId),
        member_id: Number(memberId),
        answer: ORIGINS[Number(answer)] === 'confirmed' ? 'confirmed' : 'disclaimed',
      },
    },
  ];
}
