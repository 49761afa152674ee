import type { Command } from 'commander';
import { createContext } from '../context.js';
import { askPassword, makeKey } from '../keys.js';

/** `genba key new` */
export function keyNew(noun: Command): void {
  noun
    .command('new')
    .description('make a key and keep it, encrypted, in the home folder')
    .argument('<name>', 'name of the key')
    .option('--no-password', 'do not encrypt it (tests and trials only)')
    .addHelpText('after', '\nExamples:\n  genba key new works\n  GENBA_PASSWORD=… genba key new works')
    .action(async (name: string, options: { password: boolean }, command: Command) => {
      const context = createContext(command);
      const password = options.password
        ? (context.password ?? (await askPassword(`new password for key '${name}': `)))
        : undefined;
      const address = await makeKey(context.home, name, password);
      context.print({ name, address }, `key ${name}: ${address}`);
    });
}
