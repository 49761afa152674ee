import { LedgerError } from '../../sdk/errors.js';
import { makeBundle, type Wanted } from '../../sdk/proofs/prove.js';
import { sayEvents } from '../../sdk/proofs/say.js';
import { verifyBundle } from '../../sdk/proofs/verify.js';
import { parsePlace } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { readTrust, usualTrustFile } from '../trust-file.js';
import { eventAt, type IndexedEvent, whatLiesBehind } from '../what-lies-behind.js';
import { requireFree, writeResult } from '../write-result.js';

interface Options {
  out: string;
  trust?: string;
  alone?: boolean;
  force?: boolean;
}

/** `genba prove` */
export const prove = defineCommand({
  verb: 'prove',
  does: 'write a proof of a transaction or an event, which others check without the ledger',
  args: { '<what>': 'a transaction (0x…), or the place of an event such as 121.0' },
  needs: { '-o, --out <file>': 'where to write the proof' },
  options: {
    '--trust <file>': "list of the validators (default: the deployment's)",
    '--alone': 'prove the events themselves, without what explains them (names, purchases, payees)',
    '--force': 'replace the file',
  },
  note: 'The proof holds the events, the receipts and headers that commit to them, and the validators\' signatures. It is checked with "genba verify".',
  examples: [
    'genba prove 121.0 -o payout.json',
    'genba prove 0xe3c4fac8655f531786515989a0b6a1c4f72d552dbd7593a8d63937c02532c149 -o sale.json',
  ],
  async run(context, options: Options, what: string) {
    const trust = readTrust(options.trust ?? usualTrustFile(context));
    requireFree(options.out, options.force);
    const isTransaction = /^0x[0-9a-fA-F]{64}$/.test(what);
    const place = isTransaction ? undefined : parsePlace(what, 'what');
    let events: IndexedEvent[] = [];
    if (options.alone !== true || place !== undefined) {
      const found = place === undefined ? undefined : await eventAt(context.api, place);
      if (place !== undefined && found === undefined) throw new LedgerError('NOT_FOUND', { what: 'event', id: place });
      events = found === undefined ? (await context.api.all('events', { tx: what.toLowerCase() })).data : [found];
    }
    const own: Wanted[] = isTransaction
      ? [{ txHash: what.toLowerCase() }]
      : events.map(({ logIndex, txHash }) => ({ txHash, logIndex }));
    context.progress('looking for what lies behind it …');
    const behind = options.alone === true ? { wanted: [], leftOut: 0 } : await whatLiesBehind(context.api, events);
    context.progress('asking the validators for their signatures …');
    const bundle = await makeBundle(await context.nodes(), trust, [...own, ...behind.wanted]);
    context.progress('');
    const text = `${JSON.stringify(bundle, null, 2)}\n`;
    writeResult(options.out, text, options.force);
    if (behind.leftOut > 0)
      context.note(`note: of what lies behind it, ${behind.leftOut} or more are left out; prove them by themselves`);
    const statements = sayEvents(verifyBundle(bundle, trust), trust);
    const said = statements.map(({ sentence }) => `- ${sentence}`).join('\n');
    context.print({ file: options.out, bytes: text.length, statements }, `${options.out} proves:\n${said}`);
  },
});
