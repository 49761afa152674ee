import { LedgerError } from '../../sdk/errors.js';
import { act } from '../act.js';
import { parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';

/** `genba dataset consent` */
export const datasetConsent = defineCommand({
  verb: 'consent',
  does: 'name the one member to which a dataset may go that carries a royalty without onward to a dataset of yours',
  args: { '<source>': 'your dataset', '<dataset>': 'the bound dataset' },
  options: { '--to <member>': 'member id', '--nobody': 'take a consent back' },
  examples: ['genba --key works dataset consent 1 3 --to 4', 'genba --key works dataset consent 1 3 --nobody'],
  async run(context, options: { to?: string; nobody?: boolean }, source: string, dataset: string) {
    const [sourceId, datasetId] = [parseId(source), parseId(dataset)];
    if ((options.to === undefined) === (options.nobody === undefined)) {
      throw new LedgerError('BAD_ARGUMENT', { argument: 'consent', problem: 'name a member with --to, or say --nobody.' });
    }
    const to = options.to === undefined ? 0 : parseId(options.to);
    await act(context, ({ gas, ledger }) => ledger.datasets.consent(sourceId, datasetId, to, gas), [
      { sourceId, datasetId, to: to === 0 ? null : to },
      to === 0 ? `the consent for dataset ${datasetId} is taken back` : `dataset ${datasetId} may go to member ${to}`,
    ]);
  },
});
