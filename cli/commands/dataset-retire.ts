import { act } from '../act.js';
import { parseId } from '../arguments.js';
import { confirm, YES } from '../confirm.js';
import { defineCommand } from '../define-command.js';

/** `genba dataset retire` */
export const datasetRetire = defineCommand({
  verb: 'retire',
  does: 'close a dataset of yours to new versions, purchases and renewals, for ever',
  args: { '<dataset>': 'dataset id' },
  options: YES,
  examples: ['genba --key works dataset retire 3'],
  async run(context, options: { yes?: boolean }, dataset: string) {
    const datasetId = parseId(dataset);
    await confirm(context, `dataset ${datasetId} will take no versions, purchases and renewals any more`, options.yes);
    await act(context, ({ gas, ledger }) => ledger.datasets.retire(datasetId, gas), [
      { datasetId },
      `dataset ${datasetId} is retired; grants and money go on`,
    ]);
  },
});
