import type { Command, CommanderError } from 'commander';
import { LedgerError } from '../sdk/errors.js';

/**
 * What is wrong with a call, as a refusal like any other.
 *
 * @param error - What commander threw.
 * @param args - What was called.
 * @returns Undefined when nothing is: help was asked for.
 */
export function usageProblem(program: Command, error: CommanderError, args: readonly string[]): LedgerError | undefined {
  if (error.exitCode === 0) return undefined;
  const called = commandIn(program, args);
  const help = `${pathOf(called)} --help`;
  if (error.code === 'commander.help') {
    const known = called.commands.map((one) => one.name()).join(', ');
    const problem = called.parent === null ? `Name what to do: ${known}.` : `Name what to do with a ${called.name()}: ${known}.`;
    return new LedgerError('USAGE', { problem, help });
  }
  const said = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  return new LedgerError('USAGE', { problem: `${said.charAt(0).toUpperCase()}${said.slice(1)}.`, help });
}

/** The command that the arguments name, as far as they name one. */
function commandIn(program: Command, args: readonly string[]): Command {
  const noun = program.commands.find((one) => args.includes(one.name()));
  if (noun === undefined) return program;
  const after = args.slice(args.indexOf(noun.name()) + 1);
  return noun.commands.find((one) => after.includes(one.name())) ?? noun;
}

/** How a command is called. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
