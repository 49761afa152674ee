import type { Command } from 'commander';
import { metadataForm, textFor } from '../../sdk/metadata-form.js';
import { formatPercent } from '../../sdk/units.js';
import { parseId } from '../arguments.js';
import { AS_OF_FLAG, type AsOfOptions, asOfInput, sayAsOf } from '../as-of.js';
import { createContext } from '../context.js';
import { layoutTable } from '../table.js';

/** What the publisher says of it, a line each. */
function describe(metadata: Record<string, unknown> | null): string[] {
  const form = metadataForm.safeParse(metadata).data;
  if (form === undefined) return [];
  const { description, keywords, licence, title } = form;
  const lines = [
    ['title', textFor(title, ['en'])],
    ['about', description && textFor(description, ['en'])],
    ['keywords', keywords?.join(', ')],
    ['licence', licence],
  ];
  return lines.flatMap(([name, value]) => (value === undefined ? [] : `${String(name).padEnd(9)} ${value}`));
}

/** `genba dataset show` */
export function datasetShow(noun: Command): void {
  noun
    .command('show')
    .description('show one dataset with versions, payees and revenue, or list all')
    .argument('[dataset]', 'dataset id')
    .option(...AS_OF_FLAG)
    .addHelpText('after', '\nExamples:\n  genba dataset show\n  genba dataset show 3\n  genba dataset show 3 --as-of 1200')
    .action(async (id: string | undefined, options: AsOfOptions, command: Command) => {
      const context = createContext(command);
      const past = asOfInput(options);
      if (id === undefined) {
        const { asOf, data } = await context.api.all('datasets', past);
        const rows = data.map((one) => [
          String(one.id),
          one.title ?? '',
          one.owner.legalName,
          String(one.currentVersionId),
          one.byteSize,
        ]);
        const table = layoutTable(['ID>', 'TITLE', 'OWNER', 'VERSION>', 'BYTES>'], rows);
        context.print({ asOf, data }, data.length === 0 ? 'no dataset yet' : `${table}\n${sayAsOf(asOf)}`);
        return;
      }
      const datasetId = parseId(id);
      const { asOf, data } = await context.api.get('dataset', { id: datasetId, ...past });
      // Of the past there is no revenue to show: see `genba distribution list`.
      const revenue = options.asOf === undefined ? (await context.api.all('revenue', { id: datasetId })).data : undefined;
      const { data: published } = await context.api.all('versions', { dataset: datasetId, ...past });
      const versions = published.map((one) => [
        String(one.id),
        String(one.tableId),
        new Date(one.publishedAt * 1000).toISOString().slice(0, 19),
        one.byteSize,
        one.contentRoot,
      ]);
      const payees = data.payees.map((payee) => [
        formatPercent(payee.shareBps),
        payee.origin === undefined ? payee.kind : `${payee.kind}, ${payee.origin}`,
        payee.member.legalName,
        payee.datasetId === undefined ? '' : `dataset ${payee.datasetId}${payee.onward ? ', onward' : ''}`,
      ]);
      const money = revenue?.map((one) => [
        String(one.tableId),
        context.money(one.sales.accrued),
        context.money(one.royalties.accrued),
      ]);
      const text = [
        `dataset ${data.id} of ${data.owner.legalName}${data.retired ? ', retired' : ''}`,
        ...describe(data.metadata),
        ...published.flatMap((one) => (one.withdrawn === null ? [] : `version ${one.id} is withdrawn: ${one.withdrawn}`)),
        ...data.withdrawnSources.map(
          (one) => `made from version ${one.versionId} of dataset ${one.datasetId}, which is withdrawn: ${one.reason}`,
        ),
        '',
        layoutTable(['VERSION>', 'TABLE>', 'PUBLISHED (UTC)', 'BYTES>', 'ROOT'], versions),
        '',
        layoutTable(['SHARE>', 'PAYEE', 'COMPANY', 'REACHES'], payees),
        ...(money === undefined ? [] : ['', layoutTable(['TABLE>', 'SALES, NET>', 'ROYALTIES>'], money)]),
        sayAsOf(asOf),
      ];
      context.print(
        { asOf, data: { ...data, versions: published, ...(revenue === undefined ? {} : { revenue }) } },
        text.join('\n'),
      );
    });
}
