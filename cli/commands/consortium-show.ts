import { ZeroAddress } from 'ethers';
import { formatPercent } from '../../sdk/units.js';
import { managerOf } from '../admin-act.js';
import { CONSORTIUM_ROLES } from '../consortium-roles.js';
import { defineCommand } from '../define-command.js';
import { formatTime } from '../format-time.js';
import { describeKey } from '../keys.js';

/** `genba consortium show` */
export const consortiumShow = defineCommand({
  verb: 'show',
  does: "show the ledger's books, the fee and who gets it, the market, and the roles of a key",
  examples: ['genba consortium show', 'genba --key office consortium show   # and which roles that key holds'],
  async run(context) {
    const { asOf, data: books } = await context.api.get('books');
    const ledger = await context.reader();
    const { announcedFeeBps, consortium, from } = await ledger.revenue.governance();
    const market = await ledger.market.getAddress();
    const { closed, number } = await ledger.grants.marketOf(market);
    const successors = {
      members: await ledger.members.successor(),
      datasets: await ledger.datasets.successor(),
      grants: await ledger.grants.successor(),
    };
    const name = context.settings.key;
    // Its address is no secret: no password is asked for.
    const key = name === undefined ? undefined : (describeKey(context.home, name)?.address ?? (await context.ownKey()).address);
    const manager = managerOf(context, ledger.members.runner);
    const roles: { role: string; delaySeconds: number }[] = [];
    for (const [role, id] of Object.entries(key === undefined ? {} : CONSORTIUM_ROLES)) {
      const [held, delay] = await manager.hasRole(id, key as string);
      if (held) roles.push({ role, delaySeconds: Number(delay) });
    }
    const rise = announcedFeeBps === 0n ? null : { feeBps: Number(announcedFeeBps), from: Number(from) };
    const followed = Object.entries(successors).filter(([, address]) => address !== ZeroAddress);
    const text = [
      `fee        ${formatPercent(books.feeBps)}, to member ${consortium}${rise === null ? '' : `; ${formatPercent(rise.feeBps)} announced from ${formatTime(rise.from)} on`}`,
      `market     ${market}, ${number === 0n ? 'not known to the grants' : closed ? 'closed' : `number ${number}`}`,
      `holds      ${context.money(books.tracked)}: in tables ${context.money(books.inTables)}, credit ${context.money(books.credit)}, fees ${context.money(books.fees)}`,
      `came in    ${context.money(books.collected)}, paid out ${context.money(books.paidOut)}`,
      ...followed.map(([name, address]) => `followed   ${name} take no new entries; they are made in ${address}`),
      ...(key === undefined ? [] : [`key        ${key}: ${roles.map(describeRole).join(', ') || 'no role of the consortium'}`]),
      `as of block ${asOf.block}`,
    ];
    context.print(
      {
        asOf,
        data: {
          books,
          consortium: Number(consortium),
          rise,
          market: { address: market, number: Number(number), closed },
          successors: Object.fromEntries(followed),
          ...(key === undefined ? {} : { key, roles }),
        },
      },
      text.join('\n'),
    );
  },
});

function describeRole({ delaySeconds, role }: { role: string; delaySeconds: number }): string {
  return delaySeconds === 0 ? role : `${role} (acts ${delaySeconds} s after it announces)`;
}
