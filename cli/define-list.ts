import type { Command } from 'commander';
import type { Input, ListName } from '../sdk/api/client.js';
import { type AnswerOf, ENDPOINTS } from '../sdk/api/endpoints.js';
import { parseId } from './arguments.js';
import { AS_OF_OPTION, type AsOfOptions, asOfInput, sayAsOf } from './as-of.js';
import type { Context } from './context.js';
import { type CommandDefinition, defineCommand } from './define-command.js';
import { layoutTable } from './table.js';
import { FILE_OPTIONS, type FileOptions, fileFormatOf, takeFile } from './take-file.js';

interface PageOptions extends FileOptions, AsOfOptions {
  limit?: string;
  after?: string;
  newest?: boolean;
}

/** A list of the API as a command. */
export interface ListDefinition<Name extends ListName, Options> extends Omit<CommandDefinition<Options>, 'run'> {
  endpoint: Name;
  /** Parameters of the endpoint. */
  input?(options: Options, ...args: never[]): Input<Name>;
  /** Column titles; `>` at the end aligns to the right. */
  head: readonly string[];
  row(one: AnswerOf<Name>, context: Context): readonly string[];
  /** What is said when there is nothing. */
  empty: string;
}

/**
 * Makes a command that shows a list of the API, all of it or one page, or takes it as a file.
 *
 * @returns Adds it to its noun.
 */
export function defineList<Name extends ListName, Options>(definition: ListDefinition<Name, Options>): (noun: Command) => void {
  const { empty, endpoint, head, input, row, ...rest } = definition;
  const { shape } = ENDPOINTS[endpoint].input;
  return defineCommand<Options & PageOptions>({
    ...rest,
    options: {
      ...rest.options,
      ...('asOf' in shape ? AS_OF_OPTION : {}),
      ...('order' in shape ? { '--newest': 'the newest first' } : {}),
      '--limit <rows>': 'one page of at most so many rows (default: all)',
      '--after <place>': 'the page after another one, by the place that it names',
      ...FILE_OPTIONS,
    },
    async run(context, options, ...args) {
      const asked = {
        ...input?.(options, ...args),
        ...asOfInput(options),
        ...(options.after === undefined ? {} : { after: options.after }),
        ...(options.newest ? { order: 'desc' } : {}),
      } as Input<Name>;
      const format = fileFormatOf(options);
      if (format !== undefined) return takeFile(context, { name: endpoint, format, input: asked }, options);
      const page =
        options.limit === undefined
          ? { ...(await context.api.all(endpoint, asked)), next: null }
          : await context.api.page(endpoint, { ...asked, limit: parseId(options.limit) });
      const rows = (page.data as AnswerOf<Name>[]).map((one) => row(one, context));
      const more = page.next === null ? '' : `, and there is more: --after ${page.next}`;
      context.print(page, rows.length === 0 ? empty : `${layoutTable(head, rows)}\n${sayAsOf(page.asOf)}${more}`);
    },
  });
}
