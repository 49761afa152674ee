import { type Kysely, sql } from 'kysely';
import { isOneOf } from './events.js';
import type { Database } from './schema.js';

/** A key, and whether it may send by what the ledger says. */
export interface Sender {
  key: string;
  may: boolean;
}

/** The consortium's offices are roles 0 to this one, as `SenderGate` has it. */
const LAST_OFFICE = 5;

/**
 * The keys whose standing in the chain's own list differs from what the ledger says of them, by the index: good keys of active members, of
 * members that may have to veto a recovery, and of offices may send.
 *
 * @param db - The store.
 * @param now - Unix seconds.
 * @param limit - Most.
 * @param everybody - Also those that are in step by the index: somebody may have changed the list beside the gate.
 */
export async function listSenders(db: Kysely<Database>, now: number, limit: number, everybody: boolean): Promise<Sender[]> {
  const { rows } = await sql<Sender>`
    with last_word as (
      select distinct on (lower(args->>'key')) lower(args->>'key') as key, type = 'SenderAllowed' as allowed
      from events where ${isOneOf('type', 'SenderAllowed', 'SenderRefused')}
      order by lower(args->>'key'), block desc, log_index desc
    ), recovery as (
      select distinct on (args->>'memberId') (args->>'memberId')::bigint as member_id, type = 'RecoveryStarted' as pending
      from events where ${isOneOf('type', 'RecoveryStarted', 'RecoveryVetoed', 'KeysReplaced')}
      order by args->>'memberId', block desc, log_index desc
    ), office as (
      select lower(args->>'account') as key, bool_or(held) as held from (
        select distinct on (args->>'roleId', lower(args->>'account')) args, type = 'RoleGranted' as held
        from events where ${isOneOf('type', 'RoleGranted', 'RoleRevoked')} and (args->>'roleId')::numeric <= ${LAST_OFFICE}
        order by args->>'roleId', lower(args->>'account'), block desc, log_index desc
      ) word group by 1
    ), standing as (
      select lower(k.address) as key,
        not k.revoked and (
          (m.status = 'active' and m.valid_until > ${now} and m.frozen_until <= ${now}) or coalesce(r.pending, false)
        ) as may
      from member_keys k join members m on m.id = k.member_id left join recovery r on r.member_id = m.id
    ), wanted as (
      select key, bool_or(may) as may from (select key, may from standing union all select key, held from office) one group by 1
    )
    select wanted.key, wanted.may from wanted left join last_word on last_word.key = wanted.key
    where ${everybody} or wanted.may <> coalesce(last_word.allowed, false) order by 1 limit ${limit}`.execute(db);
  return rows;
}
