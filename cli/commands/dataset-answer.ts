import type { Command } from 'commander';
import { unpackVersion } from '../../sdk/entry.js';
import { LedgerError } from '../../sdk/errors.js';
import { ORIGINS, type Origin } from '../../sdk/ids.js';
import { signOriginAnswer } from '../../sdk/signing.js';
import { act } from '../act.js';
import { parseId } from '../arguments.js';
import { daysFromNow } from '../chain-time.js';
import { defineCommand } from '../define-command.js';

const confirmOrigin = answerCommand(
  'confirm',
  'confirmed',
  'confirm that your member made its part of the data that a table pays for',
);
const disclaimOrigin = answerCommand(
  'disclaim',
  'disclaimed',
  'say that your member did not make what a table pays it for; its share accrues still',
);

/** `genba dataset confirm` and `disclaim` */
export function datasetAnswer(noun: Command): void {
  confirmOrigin(noun);
  disclaimOrigin(noun);
}

function answerCommand(verb: string, answer: Exclude<Origin, 'named'>, does: string): (noun: Command) => void {
  return defineCommand({
    verb,
    does,
    args: { '<version>': 'the version that introduced the table, or one that inherited it' },
    examples: [`genba --key works dataset ${verb} 6`],
    async run(context, _options: unknown, version: string) {
      const versionId = parseId(version);
      const { ledger, wallet } = await context.actor();
      const { tableId } = unpackVersion(await ledger.datasets.versionOf(versionId));
      if (tableId === 0) throw new LedgerError('NOT_FOUND', { what: 'version', id: versionId });
      const consent = {
        tableId,
        answer,
        key: wallet.address,
        nonce: await ledger.datasets.nonces(wallet.address),
        deadline: BigInt(await daysFromNow(ledger, 1)),
      };
      const signature = await signOriginAnswer(wallet, context.deployment, consent);
      const said = { ...consent, answer: ORIGINS.indexOf(answer) };
      await act(
        context,
        ({ gas }) => ledger.datasets.answerOrigin(said, signature, gas),
        ({ events }) => {
          const memberId = Number(events.OriginAnswered?.memberId);
          return [{ tableId, memberId, answer }, `member ${memberId} has ${answer} its part in table ${tableId}`];
        },
      );
    },
  });
}
