import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { configFileOf, SETTINGS, type SettingName, type Settings } from '../config.js';
import { defineCommand } from '../define-command.js';
import { requireFree, writeResult } from '../write-result.js';

/** `genba init` */
export const init = defineCommand({
  verb: 'init',
  does: 'write a config file with the present settings, each explained, into the home folder',
  options: { '--force': 'replace the file when there is one' },
  note: 'What the command line goes by: an option, else the environment, else the config file, else what is usual.',
  examples: ['genba init', 'genba --network production --api https://ledger.example --key works init'],
  async run(context, options: { force?: boolean }) {
    const file = configFileOf(context.home);
    requireFree(file, options.force);
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeResult(file, configText(context.settings), options.force);
    const names = Object.keys(SETTINGS) as SettingName[];
    const values = Object.fromEntries(names.map((name) => [name, context.settings[name] ?? null]));
    context.print({ file, ...values }, `${file} written; a line there counts until an option or the environment says otherwise`);
  },
});

/** A line for each setting; one that is as usual is a comment. */
function configText(settings: Settings): string {
  const lines = (Object.keys(SETTINGS) as SettingName[]).flatMap((name) => {
    const { meaning, preset, variable } = SETTINGS[name];
    const value = settings[name];
    return [
      '',
      `# ${meaning}`,
      value === undefined || value === preset ? `# ${variable}=${value ?? ''}` : `${variable}=${value}`,
    ];
  });
  return [
    '# Settings of the command line. Options and environment variables of the same name go before.',
    '# A password does not belong here: GENBA_PASSWORD is read from the environment only.',
    ...lines,
    '',
  ].join('\n');
}
