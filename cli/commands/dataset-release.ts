import { LedgerError } from '../../sdk/errors.js';
import { act } from '../act.js';
import { parseId } from '../arguments.js';
import { confirm, YES } from '../confirm.js';
import { defineCommand } from '../define-command.js';

/** `genba dataset release` */
export const datasetRelease = defineCommand({
  verb: 'release',
  does: "let another dataset's next payee table leave out the royalty to a dataset of yours",
  args: { '<source>': 'your dataset', '<dataset>': 'the dataset that carries the royalty' },
  options: YES,
  note: 'It holds for versions up to the present one: not for what was derived from them, other datasets, or a later naming.',
  examples: ['genba --key works dataset release 1 3'],
  async run(context, options: { yes?: boolean }, source: string, dataset: string) {
    const [sourceId, datasetId] = [parseId(source), parseId(dataset)];
    const { current } = await (await context.reader()).datasets.datasetOf(datasetId);
    if (current === 0n) throw new LedgerError('NOT_FOUND', { what: 'dataset', id: datasetId });
    await confirm(context, `dataset ${datasetId} need not pay dataset ${sourceId} from its next table on`, options.yes);
    await act(context, ({ gas, ledger }) => ledger.datasets.release(sourceId, datasetId, current, gas), [
      { sourceId, datasetId, upTo: Number(current) },
      `the royalty of dataset ${datasetId} to dataset ${sourceId} is released up to version ${current}`,
    ]);
  },
});
