import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { parseConfig } from '../../cli/parse-config.js';
import type { LedgerError } from '../../sdk/errors.js';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

describe('config file', () => {
  const problemOf = (text: string) => {
    try {
      parseConfig(text, '/home/config');
    } catch (error) {
      return error as LedgerError;
    }
    throw new Error('not refused');
  };

  it('holds settings by the names of the environment', () => {
    const text =
      '# a comment\n\n  GENBA_KEY = works \r\nGENBA_API="https://ledger.example"\nGENBA_HOME=~/keys\nGENBA_DEPLOYMENTS=../nets\n';
    expect(parseConfig(text, '/etc/genba/config')).to.deep.equal({
      GENBA_KEY: 'works',
      GENBA_API: 'https://ledger.example',
      GENBA_HOME: path.join(os.homedir(), 'keys'),
      GENBA_DEPLOYMENTS: '/etc/nets',
    });
  });

  it('refuses a bad line with its number', () => {
    for (const line of [
      'works',
      'GENBA_KEYS=works',
      'GENBA_KEY=',
      'GENBA_API=ledger.example',
      'GENBA_PASSWORD=secret',
      'GENBA_NETWORK=other',
    ]) {
      const { code, details, message } = problemOf(`GENBA_NETWORK=main\n# second\n${line}\n`);
      expect({ code, line: details.line }, line).to.deep.equal({ code: 'CONFIG_LINE', line: 3 });
      expect(message).not.to.include('secret');
    }
  });
});

describe('genba without a ledger', function () {
  this.timeout(60_000);
  let home: string;
  before(() => {
    home = mkdtempSync(path.join(os.tmpdir(), 'genba-home-'));
  });
  after(() => rmSync(home, { recursive: true }));

  const run = async (args: string[], settings: Record<string, string> = {}) => {
    const command = ['--import', 'tsx', path.join(ROOT, 'cli', 'main.ts'), ...args];
    const env = { ...process.env, HOME: home, GENBA_HOME: home, ...settings };
    const ended = await promisify(execFile)(process.execPath, command, { cwd: ROOT, env }).catch((error) => error);
    return { code: Number(ended.code ?? 0), stdout: String(ended.stdout), stderr: String(ended.stderr) };
  };

  describe('calls that are not understood', () => {
    it('are refused with the code USAGE, to programs as JSON alone', async () => {
      for (const args of [
        [],
        ['dataset'],
        ['datset'],
        ['dataset', 'shw'],
        ['offer', 'close'],
        ['offer', 'close', '1', '2'],
        ['status', '--much'],
      ]) {
        const { code, stderr, stdout } = await run(['--json', ...args]);
        expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
        expect(JSON.parse(stderr), args.join(' ')).to.include({ code: 'USAGE' });
      }
    });

    it('say what there is, and where help is', async () => {
      expect((await run(['dataset', 'shw'])).stderr).to.match(/^USAGE: Unknown command 'shw'.*show.*'genba dataset --help'\)\n$/);
      expect((await run(['offer', 'close'])).stderr).to.include("'genba offer close --help'");
      const { code, stderr, stdout } = await run(['offer', 'close', '--help']);
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      expect(stdout).to.include('Example:');
    });
  });

  describe('init', () => {
    it('writes the present settings, explained, and replaces nothing unless told', async () => {
      const { stdout } = await run(['--json', '--network', 'main', '--key', 'works', 'init']);
      const { file } = JSON.parse(stdout) as { file: string };
      expect(file).to.equal(path.join(home, 'config'));
      const text = readFileSync(file, 'utf8');
      expect(text)
        .to.match(/^GENBA_NETWORK=main$/m)
        .and.match(/^GENBA_KEY=works$/m)
        .and.match(/^# GENBA_API=http/m);
      expect(JSON.parse((await run(['--json', 'init'])).stderr)).to.include({ code: 'FILE_EXISTS' });
      expect(readFileSync(file, 'utf8')).to.equal(text);
      expect(JSON.parse((await run(['--json', '--network', 'other', 'init', '--force'])).stdout)).to.include({
        network: 'other',
        key: 'works',
      });
    });

    it('lets an option go before the environment, that before the file, that before what is usual', async () => {
      mkdirSync(path.join(home, 'deeper'));
      writeFileSync(path.join(home, 'config'), 'GENBA_NETWORK=of-the-file\nGENBA_HOME=deeper\n');
      const refused = async (args: string[], settings?: Record<string, string>) =>
        JSON.parse((await run(['--json', ...args, 'access', 'check', '1'], settings)).stderr).details.network;
      expect(await refused([])).to.equal('of-the-file');
      expect(await refused([], { GENBA_NETWORK: 'of-the-environment' })).to.equal('of-the-environment');
      expect(await refused(['--network', 'of-the-option'], { GENBA_NETWORK: 'of-the-environment' })).to.equal('of-the-option');
    });

    it('refuses to go on with a bad line', async () => {
      writeFileSync(path.join(home, 'config'), 'GENBA_NETWORK=main\nnonsense\n');
      const { stderr } = await run(['--json', 'key', 'list']);
      expect(JSON.parse(stderr)).to.deep.include({ code: 'CONFIG_LINE', details: { ...JSON.parse(stderr).details, line: 2 } });
    });
  });
});
