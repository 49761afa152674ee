import { unpackEntry } from '../../../sdk/entry.js';
import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A version brings its own payee table and its sources. */
export function payeeTableDeclared(event: EventOf<'PayeeTableDeclared'>): RowChange[] {
  const { payees, sources, tableId } = event.args;
  const table = Number(tableId);
  return [
    ...payees.map((entry, position): RowChange => {
      const payee = unpackEntry(entry);
      return {
        insert: 'payees',
        row: {
          table_id: table,
          position,
          kind: payee.kind,
          payee_id: payee.id,
          share_bps: payee.shareBps,
          onward: payee.kind === 'royalty' && payee.onward,
          block: event.block,
        },
      };
    }),
    ...sources.map(
      (source): RowChange => ({
        insert: 'sources',
        row: {
          version_id: table,
          source_id: Number(source.versionId),
          grant_id: Number(source.grantId),
          block: event.block,
        },
      }),
    ),
  ];
}
