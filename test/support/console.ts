import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';

/** A command of a page and what it says that the command answers. */
export interface Step {
  /** As one types it; lines of one command are joined by line breaks. */
  command: string;
  /** Lines; `…` in one stands for anything. */
  answer: string[];
  /** The line of the page where it stands, from 1. */
  line: number;
  /** The page says that the answer takes some seconds. */
  patient: boolean;
}

/**
 * Reads the `console` blocks of a Markdown page: `$ ` begins a command, `> ` goes on with it, other lines are its answer. A comment
 * `# after some seconds` before a command says that its answer may be another one at first.
 *
 * @param page - Markdown.
 */
export function readSteps(page: string): Step[] {
  const steps: Step[] = [];
  let inside = false;
  let patient = false;
  for (const [index, text] of page.split('\n').entries()) {
    const last = steps.at(-1);
    if (text.startsWith('```')) inside = text === '```console';
    else if (!inside) continue;
    else if (text === '# after some seconds') patient = true;
    else if (text.startsWith('$ ')) {
      steps.push({ command: text.slice(2), answer: [], line: index + 1, patient });
      patient = false;
    } else if (last === undefined) continue;
    else if (text.startsWith('> ') && last.answer.length === 0) last.command += `\n${text.slice(2)}`;
    else last.answer.push(text);
  }
  return steps;
}

/** Whether an answer is what a page says. */
export function isAnswer(expected: readonly string[], actual: string): boolean {
  const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = expected.map((line) => line.split('…').map(literal).join('.*')).join('\n');
  return new RegExp(`^${pattern}$`, 'u').test(actual.trimEnd());
}

/** A shell in which one command follows the other. */
export interface Shell {
  /** Runs a command; gives what it wrote, standard error too. */
  run(command: string): Promise<string>;
  close(): void;
}

/**
 * Starts a shell.
 *
 * @param folder - Where it starts.
 * @param environment - Its whole environment.
 */
export function startShell(folder: string, environment: NodeJS.ProcessEnv): Shell {
  const child = spawn('bash', ['--noprofile', '--norc'], { cwd: folder, env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.write('exec 2>&1\n');
  return {
    run(command) {
      const end = `end ${randomUUID()}`;
      return new Promise((resolve) => {
        let said = '';
        const listen = (chunk: Buffer) => {
          said += chunk;
          if (!said.includes(`${end}\n`)) return;
          child.stdout.off('data', listen);
          resolve(said.slice(0, said.indexOf(end)));
        };
        child.stdout.on('data', listen);
        child.stdin.write(`${command}\necho '${end}'\n`);
      });
    },
    close: () => child.stdin.end(),
  };
}
