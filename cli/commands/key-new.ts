import { defineCommand } from '../define-command.js';
import { askNewPassword, makeKey, requireNewKey } from '../keys.js';

/** `genba key new` */
export const keyNew = defineCommand({
  verb: 'new',
  does: 'make a key and keep it, encrypted, in the home folder',
  args: { '<name>': 'name of the key' },
  options: { '--no-password': 'do not encrypt it (tests and trials only)' },
  note: 'Asks for the password twice and shows it never, or takes GENBA_PASSWORD.',
  examples: ['genba key new works', 'GENBA_PASSWORD=… genba key new works'],
  async run(context, options: { password: boolean }, name: string) {
    requireNewKey(context.home, name);
    const password = options.password ? (context.password ?? (await askNewPassword(name))) : undefined;
    const address = await makeKey(context.home, name, password);
    context.print({ name, address }, `key ${name}: ${address}`);
  },
});
