import { sql } from 'kysely';
import type { Engine } from './engine.js';

/**
 * Puts an index that was built beside the live one in its place, in one transaction; what the payout runner wrote down and the webhooks of
 * members are taken over. Who reads sees the old rows or the new ones, never a mixture; an indexer that runs finds its head moved and goes on
 * from there.
 *
 * @param engine - The database of both.
 * @param live - The schema that is replaced.
 * @param next - The schema that takes its name.
 */
export async function swapSchemas(engine: Engine, live: string, next: string): Promise<void> {
  const { rows } = await sql<{ found: boolean }>`select to_regclass(${`${live}.migrations`}) is not null as found`.execute(
    engine.db,
  );
  const takeOver = `
    lock table "${live}".cursors, "${live}".rewinds, "${live}".used_nonces, "${live}".payout_holds, "${live}".payout_runs,
      "${live}".payout_transactions, "${live}".webhooks, "${live}".webhook_deliveries,
      "${live}".service_secrets in access exclusive mode;
    insert into "${next}".used_nonces select * from "${live}".used_nonces on conflict do nothing;
    insert into "${next}".service_secrets select * from "${live}".service_secrets on conflict do nothing;
    insert into "${next}".payout_holds select * from "${live}".payout_holds on conflict do nothing;
    delete from "${next}".rewinds;
    insert into "${next}".rewinds overriding system value select * from "${live}".rewinds;
    insert into "${next}".payout_runs overriding system value select * from "${live}".payout_runs;
    insert into "${next}".payout_transactions overriding system value select * from "${live}".payout_transactions;
    select setval(pg_get_serial_sequence('"${next}".rewinds', 'id'), max(id)) from "${next}".rewinds;
    insert into "${next}".webhooks overriding system value select * from "${live}".webhooks;
    insert into "${next}".webhook_deliveries overriding system value select * from "${live}".webhook_deliveries;
    select setval(pg_get_serial_sequence('"${next}".webhooks', 'id'), max(id)) from "${next}".webhooks;
    select setval(pg_get_serial_sequence('"${next}".webhook_deliveries', 'id'), max(id)) from "${next}".webhook_deliveries;
    select setval(pg_get_serial_sequence('"${next}".payout_runs', 'id'), max(id)) from "${next}".payout_runs;
    select setval(pg_get_serial_sequence('"${next}".payout_transactions', 'id'), max(id)) from "${next}".payout_transactions;`;
  const statements = `begin;
    ${rows[0]?.found === true ? takeOver : ''}
    drop schema if exists "${live}" cascade;
    alter schema "${next}" rename to "${live}";
    commit;`;
  try {
    await engine.exec(statements);
  } catch (error) {
    await engine.exec('rollback').catch(() => {});
    throw error;
  }
}
