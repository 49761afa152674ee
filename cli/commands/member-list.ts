import { defineList } from '../define-list.js';
import { formatDay } from '../format-time.js';

/** `genba member list` */
export const memberList = defineList({
  verb: 'list',
  does: 'list members',
  options: { '--status <status>': 'active, suspended or voided' },
  examples: ['genba member list', 'genba member list --status suspended'],
  endpoint: 'members',
  input: ({ status }: { status?: string }) => ({ status }),
  head: ['ID>', 'LEGAL NAME', 'REGISTER NUMBER', 'STATUS', 'ADMITTED UNTIL'],
  row: (one) => [String(one.id), one.legalName, `${one.scheme} ${one.identifier}`, one.status, formatDay(one.validUntil)],
  empty: 'no member',
});
