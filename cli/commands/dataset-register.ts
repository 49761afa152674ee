import type { Command } from 'commander';
import { collect } from '../arguments.js';
import { publishVersion, type VersionOptions } from '../publish-version.js';

/** `genba dataset register` */
export function datasetRegister(noun: Command): void {
  noun
    .command('register')
    .description('register a dataset by the hash of its first version; the data stay where they are')
    .argument('<file>', 'the data: a file or a folder')
    .option('--source <version[@grant]>', 'what it is made from: own, or by your derive grant (repeatable)', collect, [])
    .option('--originator <member[:weight]>', 'who shares your own part (repeatable; default: you alone)', collect, [])
    .option('--metadata <file>', 'title, description and more, as JSON (docs/metadata.md); everybody on the chain can read it')
    .option('--no-metadata', 'none, and do not ask for it')
    .option('--metadata-uri <uri>', 'where the metadata is; the chain then holds only its hash', '')
    .addHelpText(
      'after',
      '\nThe royalties of what it is made from are computed and put into the payee table; you only divide your own part.\n' +
        '\nExamples:\n  genba dataset register part.nc --key works\n  genba dataset register measurements/ --key works\n  genba dataset register op1.txt --key works --source 1@4 --originator 3:2 --originator 5:1\n' +
        '  genba dataset register part.nc --key works --metadata part.json',
    )
    .action((file: string, options: VersionOptions, command: Command) => publishVersion(command, 0, file, options));
}
