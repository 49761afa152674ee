import type { Command } from 'commander';
import { type AdminAct, adminAct, CANCEL, DELAY_NOTE } from '../admin-act.js';
import { parseAddress, parseNames } from '../arguments.js';
import { confirm, YES } from '../confirm.js';
import { defineCommand } from '../define-command.js';

const FOLLOWED = ['members', 'datasets', 'grants'] as const;
type Followed = (typeof FOLLOWED)[number];

const addContract = defineCommand({
  verb: 'add-contract',
  does: 'make a contract of the ledger known: it may then hold settlement tokens (admin)',
  args: { '<address>': 'the contract' },
  options: CANCEL,
  note: DELAY_NOTE,
  examples: ['genba --key admin consortium add-contract 0x2546BcD3c84621e976D8185a91A922aE77ECEc30'],
  async run(context, options: { cancel?: boolean }, address: string) {
    const contract = parseAddress(address, 'address');
    const call: AdminAct = { contract: ({ ledger }) => ledger.members, name: 'addSystemContract', values: [contract] };
    await adminAct(context, call, options.cancel, [{ contract }, `${contract} is a contract of the ledger`]);
  },
});

const nameSuccessor = defineCommand({
  verb: 'name-successor',
  does: 'close a contract to new entries, for ever, and name the one that follows (admin)',
  args: { '<what>': FOLLOWED.join(', '), '<address>': 'the contract in which new entries are made' },
  options: { ...CANCEL, ...YES },
  note: DELAY_NOTE,
  examples: ['genba --key admin consortium name-successor datasets 0x2546BcD3c84621e976D8185a91A922aE77ECEc30'],
  async run(context, options: { cancel?: boolean; yes?: boolean }, what: string, address: string) {
    const [name] = parseNames(what, FOLLOWED, 'contract') as [Followed];
    const successor = parseAddress(address, 'address');
    if (!options.cancel) await confirm(context, `the ${name} take no new entries any more, but in ${successor}`, options.yes);
    const call: AdminAct = { contract: ({ ledger }) => ledger[name], name: 'nameSuccessor', values: [successor] };
    await adminAct(context, call, options.cancel, [{ contract: name, successor }, `new ${name} are made in ${successor}`]);
  },
});

/** `genba consortium add-contract` and `name-successor` */
export function consortiumSuccession(noun: Command): void {
  addContract(noun);
  nameSuccessor(noun);
}
