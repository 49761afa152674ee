import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { completionScript, SHELLS } from '../../cli/completion-scripts.js';
import { createProgram } from '../../cli/program.js';

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

describe('genba completion', () => {
  const program = createProgram();

  for (const shell of SHELLS) {
    it(`makes a script that ${shell} can read`, function () {
      if (!has(shell)) {
        console.log(`      skipped: ${shell} is not installed`);
        this.skip();
      }
      const { status, stderr } = spawnSync(shell, ['-n'], { input: completionScript(program, shell), encoding: 'utf8' });
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    });
  }

  it('is refused for another shell', async () => {
    const refused = await createProgram(true)
      .parseAsync(['completion', 'tcsh'], { from: 'user' })
      .catch((error: { code: string }) => error);
    expect(refused).to.include({ code: 'BAD_ARGUMENT' });
  });

  describe('in bash', () => {
    /** What bash offers at the end of a line. */
    const complete = (line: string): string[] => {
      const words = line.split(' ');
      const given = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}`;
      const script = `${completionScript(program, 'bash')}\n${given}\n_genba\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
      return spawnSync('bash', ['-c', script], { encoding: 'utf8' })
        .stdout.split('\n')
        .filter((word) => word !== '');
    };
    before(function () {
      if (has('bash')) return;
      console.log('      skipped: bash is not installed');
      this.skip();
    });

    it('completes nouns, verbs and options', () => {
      expect(complete('genba dat')).to.deep.equal(['dataset']);
      expect(complete('genba ')).to.include.members(['key', 'dataset', 'status', '--json']);
      expect(complete('genba dataset re')).to.have.members(['register', 'release', 'revenue', 'retire']);
      expect(complete('genba offer open 3 --pr')).to.deep.equal(['--price']);
      expect(complete('genba offer open 3 --js')).to.deep.equal(['--json']);
    });

    it('is not led astray by options and their values', () => {
      expect(complete('genba --key dataset mem')).to.deep.equal(['member']);
      expect(complete('genba --json member sus')).to.deep.equal(['suspend']);
      expect(complete('genba offer open 3 --price 5 --per')).to.deep.equal(['--period']);
      expect(complete('genba search dataset sho')).to.deep.equal([]);
      expect(complete('genba search member --js')).to.deep.equal(['--json']);
    });

    it('knows every command that there is', () => {
      for (const noun of program.commands) {
        expect(complete('genba ')).to.include(noun.name());
        const verbs = noun.commands.map((verb) => verb.name());
        if (verbs.length > 0) expect(complete(`genba ${noun.name()} `)).to.include.members(verbs);
      }
    });
  });

  it('has an example in the help of each command', () => {
    for (const noun of program.commands) {
      for (const command of noun.commands.length === 0 ? [noun] : noun.commands) {
        let help = '';
        command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
        expect(help, `${noun.name()} ${command.name()}`).to.match(/Examples?:\n {2}/);
        expect(command.description(), command.name()).not.to.equal('');
      }
    }
  });
});
