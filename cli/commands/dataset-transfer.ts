import { LedgerError } from '../../sdk/errors.js';
import { act } from '../act.js';
import { parseHash, parseId } from '../arguments.js';
import { confirm, YES } from '../confirm.js';
import { defineCommand } from '../define-command.js';

interface Options {
  to: string;
  fingerprint?: string;
  dryRun?: boolean;
  yes?: boolean;
}

/** `genba dataset transfer` */
export const datasetTransfer = defineCommand({
  verb: 'transfer',
  does: 'give a dataset of yours to another member, if nothing about it has changed meanwhile (admin key)',
  args: { '<dataset>': 'dataset id' },
  needs: { '--to <member>': 'member id of who gets it' },
  options: {
    '--fingerprint <hash>': 'its state as the other member saw it (default: as it is now)',
    '--dry-run': 'only show what would be given, and its fingerprint',
    ...YES,
  },
  note: 'Offers of yours on it sell no more; grants go on. Terms and grants are not in the fingerprint.',
  examples: ['genba --key works dataset transfer 3 --to 4 --dry-run', 'genba --key works dataset transfer 3 --to 4'],
  async run(context, options: Options, dataset: string) {
    const [datasetId, to] = [parseId(dataset), parseId(options.to)];
    const ledger = await context.reader();
    const { bound, count, current, owner } = await ledger.datasets.datasetOf(datasetId);
    if (current === 0n) throw new LedgerError('NOT_FOUND', { what: 'dataset', id: datasetId });
    const fingerprint =
      options.fingerprint === undefined
        ? await ledger.datasets.getStateFingerprint(datasetId)
        : parseHash(options.fingerprint, '--fingerprint');
    const [facts, receiver] = [
      (await context.api.get('dataset', { id: datasetId })).data,
      (await context.api.get('member', { id: to })).data,
    ];
    const state = {
      datasetId,
      from: Number(owner),
      to,
      versions: Number(count),
      currentVersionId: Number(current),
      bound,
      fingerprint,
    };
    const shown = [
      `dataset ${datasetId}${facts.current.title === null ? '' : `, ${facts.current.title}`}, of ${facts.owner.legalName}`,
      `to          member ${to}, ${receiver.legalName}`,
      `versions    ${count}, the current one is ${current}`,
      `bound       ${bound ? 'yes: owners of sources without onward must have consented to this member' : 'no'}`,
      `fingerprint ${fingerprint}`,
    ];
    if (options.dryRun) {
      context.print(state, shown.join('\n'));
      return;
    }
    if (!context.json) context.note(shown.join('\n'));
    await confirm(context, `dataset ${datasetId} goes to member ${to}, ${receiver.legalName}`, options.yes);
    await act(context, ({ gas, ledger }) => ledger.datasets.transferUnchanged(datasetId, to, fingerprint, gas), [
      state,
      `dataset ${datasetId} belongs to member ${to}, ${receiver.legalName}`,
    ]);
  },
});
