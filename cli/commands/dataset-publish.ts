import type { Command } from 'commander';
import { collect, parseId } from '../arguments.js';
import { publishVersion, type VersionOptions } from '../publish-version.js';

/** `genba dataset publish` */
export function datasetPublish(noun: Command): void {
  noun
    .command('publish')
    .description('append a version to a dataset of yours')
    .argument('<dataset>', 'dataset id')
    .argument('<file>', 'the data: a file or a folder')
    .option('--source <version[@grant]>', 'what it is made from (repeatable)', collect, [])
    .option(
      '--originator <member[:weight]>',
      'who shares your own part (repeatable; with --source alone: you alone)',
      collect,
      [],
    )
    .option('--metadata <file>', 'title, description and more, as JSON (docs/metadata.md); everybody on the chain can read it')
    .option('--metadata-uri <uri>', 'where the metadata is; the chain then holds only its hash', '')
    .addHelpText(
      'after',
      '\nWithout --source and --originator the version inherits the payee table of the version before.\n\nIt takes over no metadata; name the file again.\n\nExamples:\n  genba dataset publish 3 part-v2.nc --key works\n  genba dataset publish 3 measurements/ --key works --metadata part.json',
    )
    .action((dataset: string, file: string, options: VersionOptions, command: Command) =>
      publishVersion(command, parseId(dataset), file, options),
    );
}
