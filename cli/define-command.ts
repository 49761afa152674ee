import type { Command } from 'commander';
import { type Context, createContext } from './context.js';

/** A command, by what people and programs see of it. */
export interface CommandDefinition<Options> {
  verb: string;
  /** One line. */
  does: string;
  /** By how they are written: `<needed>`, `[optional]`, `<many...>`. */
  args?: Record<string, string>;
  /** Options that must be given. */
  needs?: Record<string, string>;
  /** Others; a pair has the value where nobody says another. */
  options?: Record<string, string | [meaning: string, preset: string]>;
  /** What else is to be known, before the examples. */
  note?: string;
  examples: readonly [string, ...string[]];
  run(context: Context, options: Options, ...args: never[]): Promise<void>;
}

/**
 * Makes a command.
 *
 * @returns Adds it to its noun.
 */
export function defineCommand<Options>(definition: CommandDefinition<Options>): (noun: Command) => void {
  const { args = {}, does, examples, needs = {}, note, options = {}, run, verb } = definition;
  const help = [
    ...(note === undefined ? [] : [`\n${note}`]),
    `\n${examples.length === 1 ? 'Example' : 'Examples'}:`,
    ...examples.map((example) => `  ${example}`),
  ];
  return (noun) => {
    const command = noun.command(verb).description(does);
    for (const [name, meaning] of Object.entries(args)) command.argument(name, meaning);
    for (const [flags, meaning] of Object.entries(needs)) command.requiredOption(flags, meaning);
    for (const [flags, meaning] of Object.entries(options)) {
      if (typeof meaning === 'string') command.option(flags, meaning);
      else command.option(flags, ...meaning);
    }
    command.addHelpText('after', help.join('\n'));
    command.action(async (...given: unknown[]) => {
      // Commander appends the options and the command to the arguments.
      const values = given.slice(0, -2) as never[];
      await run(createContext(command), command.opts() as Options, ...values);
    });
  };
}
