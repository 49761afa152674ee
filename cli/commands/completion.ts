import type { Command } from 'commander';
import { parseNames } from '../arguments.js';
import { completionScript, SHELLS, type Shell } from '../completion-scripts.js';

const INSTALL = `
To have it in every new shell:
  bash  genba completion bash > ~/.local/share/bash-completion/completions/genba
  zsh   genba completion zsh > "\${fpath[1]}/_genba"
  fish  genba completion fish > ~/.config/fish/completions/genba.fish
Only in this one: source <(genba completion bash)

Example:
  genba completion bash`;

/** `genba completion` */
export function completion(program: Command): void {
  program
    .command('completion')
    .description('print a script that lets a shell complete nouns, verbs and options')
    .argument('<shell>', SHELLS.join(', '))
    .addHelpText('after', INSTALL)
    .action((text: string) => {
      const [shell] = parseNames(text, SHELLS, 'shell') as [Shell];
      process.stdout.write(completionScript(program, shell));
    });
}
