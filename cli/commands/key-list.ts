import { defineCommand } from '../define-command.js';
import { listKeys } from '../keys.js';
import { describeStanding, standingOf } from '../standing-of-keys.js';
import { layoutTable } from '../table.js';

/** `genba key list` */
export const keyList = defineCommand({
  verb: 'list',
  does: 'list the keys of the home folder, and for whom they act when the chain answers',
  examples: ['genba key list'],
  async run(context) {
    const files = listKeys(context.home);
    // Keys are shown without a chain, too.
    const ledger = await context
      .reader()
      .catch((error: Error) => context.note(`for whom they act is not known: ${error.message}`));
    const keys = await Promise.all(
      files.map(async (file) => ({ ...file, standing: ledger ? await standingOf(ledger, file.address) : null })),
    );
    const rows = keys.map((key) => [
      key.name,
      key.address,
      key.protected ? 'by a password' : 'NO',
      key.standing === null ? '?' : describeStanding(key.standing),
    ]);
    context.print(
      keys,
      keys.length === 0
        ? `no key in ${context.home}; make one with 'genba key new NAME'`
        : layoutTable(['NAME', 'ADDRESS', 'PROTECTED', 'ACTS FOR'], rows),
    );
  },
});
