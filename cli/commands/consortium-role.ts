import type { Command } from 'commander';
import { type AdminAct, adminAct, CANCEL, DELAY_NOTE } from '../admin-act.js';
import { parseAddress, parseCount, parseNames } from '../arguments.js';
import { CONSORTIUM_ROLES, type ConsortiumRole } from '../consortium-roles.js';
import { defineCommand } from '../define-command.js';

const NAMES = Object.keys(CONSORTIUM_ROLES) as ConsortiumRole[];
/** A year, in seconds. */
const LONGEST_DELAY = 31_536_000;
const ARGS = { '<role>': NAMES.join(', '), '<address>': 'the key' };

interface Options {
  delaySeconds?: string;
  cancel?: boolean;
}

const grant = defineCommand({
  verb: 'grant-role',
  does: 'give a key a role of the consortium (admin)',
  args: ARGS,
  options: { '--delay-seconds <seconds>': 'how long each of its acts waits (default: 0)', ...CANCEL },
  note: DELAY_NOTE,
  examples: ['genba --key admin consortium grant-role notary 0x2546BcD3c84621e976D8185a91A922aE77ECEc30'],
  async run(context, options: Options, role: string, address: string) {
    const [name, key] = read(role, address);
    const delay = parseCount(options.delaySeconds, LONGEST_DELAY);
    const call: AdminAct = { contract: (_, manager) => manager, name: 'grantRole', values: [CONSORTIUM_ROLES[name], key, delay] };
    await adminAct(context, call, options.cancel, [{ role: name, key, delaySeconds: delay }, `${key} holds the role ${name}`]);
  },
});

const revoke = defineCommand({
  verb: 'revoke-role',
  does: 'take a role of the consortium from a key (admin)',
  args: ARGS,
  options: CANCEL,
  note: DELAY_NOTE,
  examples: ['genba --key admin consortium revoke-role notary 0x2546BcD3c84621e976D8185a91A922aE77ECEc30'],
  async run(context, options: Options, role: string, address: string) {
    const [name, key] = read(role, address);
    const call: AdminAct = { contract: (_, manager) => manager, name: 'revokeRole', values: [CONSORTIUM_ROLES[name], key] };
    await adminAct(context, call, options.cancel, [{ role: name, key }, `${key} no longer holds the role ${name}`]);
  },
});

/** `genba consortium grant-role` and `revoke-role` */
export function consortiumRole(noun: Command): void {
  grant(noun);
  revoke(noun);
}

function read(role: string, address: string): [ConsortiumRole, string] {
  const [name] = parseNames(role, NAMES, 'role') as [ConsortiumRole];
  return [name, parseAddress(address, 'address')];
}
