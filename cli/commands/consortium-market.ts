import type { Command } from 'commander';
import { type AdminAct, adminAct, CANCEL, DELAY_NOTE } from '../admin-act.js';
import { parseAddress, parseNames } from '../arguments.js';
import { confirm, YES } from '../confirm.js';
import { defineCommand } from '../define-command.js';

/** Both must know a market: the grants let it issue, the ledger lets it bring revenue. */
const PLACES = ['grants', 'revenue'] as const;
type Place = (typeof PLACES)[number];

interface Options {
  in: string;
  cancel?: boolean;
  yes?: boolean;
}

const add = marketCommand('add-market', 'addMarket', 'let a market issue grants, or bring revenue (admin)', 'is open there');
const close = marketCommand(
  'close-market',
  'closeMarket',
  'let a market issue and renew, or bring revenue, no more, for ever (admin)',
  'is closed there',
);

/** `genba consortium add-market` and `close-market` */
export function consortiumMarket(noun: Command): void {
  add(noun);
  close(noun);
}

function marketCommand(verb: string, name: string, does: string, done: string): (noun: Command) => void {
  return defineCommand({
    verb,
    does,
    args: { '<address>': 'the market' },
    needs: { '--in <place>': `where: ${PLACES.join(' or ')}; a market needs both, one call each` },
    options: { ...CANCEL, ...YES },
    note: DELAY_NOTE,
    examples: [`genba --key admin consortium ${verb} 0x2546BcD3c84621e976D8185a91A922aE77ECEc30 --in grants`],
    async run(context, options: Options, address: string) {
      const market = parseAddress(address, 'address');
      const [place] = parseNames(options.in, PLACES, 'place') as [Place];
      if (!options.cancel) await confirm(context, `the market ${market} ${done}`, options.yes);
      const call: AdminAct = { contract: ({ ledger }) => ledger[place], name, values: [market] };
      await adminAct(context, call, options.cancel, [{ market, place }, `the market ${market} ${done} (${place})`]);
    },
  });
}
