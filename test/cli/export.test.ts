import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { expect } from 'chai';
import { createApi } from '../../sdk/api/client.js';
import { type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { asFile, readCsv, readParquet } from '../support/read-file.js';
import { caughtUp, codeOf } from './live-cli.js';

describe('genba … --csv and --parquet', function () {
  this.timeout(120_000);
  let live: LiveLedger;
  const file = (name: string) => path.join(live.folder, name);

  before(async () => {
    live = await startLiveLedger();
    await caughtUp(live);
  });
  after(() => live.close());

  it('take a whole list into a file, under its filters', async () => {
    const { data } = await createApi(live.service.url).all('events', { type: 'RoleGranted', order: 'desc' });
    const asked = ['event', 'list', '--type', 'RoleGranted', '--newest'];
    const said = await live.json([...asked, '--csv', '--out', file('events.csv')]);
    expect(said).to.deep.include({ file: file('events.csv'), atOneBlock: true });
    const wanted = asFile('events', data);
    expect(readCsv(readFileSync(file('events.csv'), 'utf8'))).to.deep.equal(wanted);
    await live.json([...asked, '--parquet', '--out', file('events.parquet')]);
    const { buffer, byteLength, byteOffset } = readFileSync(file('events.parquet'));
    const { rows } = await readParquet(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
    expect(rows).to.deep.equal(wanted.rows);
  });

  it('give a file to the next program in a pipe', async () => {
    const { stdout } = await live.cli(['member', 'list', '--csv']);
    expect(readCsv(stdout).rows.map((row) => row[1])).to.deep.equal(['Test Office']);
    expect((await live.cli(['payout', 'list', '--parquet'])).stdout).to.match(/^PAR1.*PAR1$/s);
  });

  it('replace no file unless told', async () => {
    writeFileSync(file('mine.csv'), 'mine');
    expect(await codeOf(live, ['offer', 'list', '--csv', '--out', file('mine.csv')])).to.equal('FILE_EXISTS');
    expect(readFileSync(file('mine.csv'), 'utf8')).to.equal('mine');
    await live.json(['offer', 'list', '--csv', '--out', file('mine.csv'), '--force']);
    expect(readFileSync(file('mine.csv'), 'utf8')).to.match(/^id,seller\.id,/);
  });

  it('are refused where they make no sense', async () => {
    for (const args of [
      ['--csv', '--parquet'],
      ['--out', file('x')],
      ['--csv', '--limit', '3'],
      ['--parquet', '--after', '3'],
    ]) {
      expect(await codeOf(live, ['member', 'list', ...args]), args.join(' ')).to.equal('BAD_ARGUMENT');
    }
    expect(await codeOf(live, ['member', 'list', '--csv', '--out', file('no/where.csv')])).to.equal('FILE_UNWRITABLE');
  });

  it('leave no part of a file when the service breaks off', async () => {
    const liar = http.createServer((_, response) => {
      response.write('id,legalName\r\n1,');
      setTimeout(() => response.destroy(), 100);
    });
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(liar.address() as { port: number }).port}`;
    try {
      expect(await codeOf(live, ['--api', url, 'member', 'list', '--csv', '--out', file('part.csv')])).to.equal(
        'TRANSFER_BROKEN',
      );
      expect([file('part.csv'), file('part.csv.part')].filter(existsSync)).to.deep.equal([]);
      expect((await live.cli(['--api', url, 'member', 'list', '--csv'])).code).to.equal(1);
    } finally {
      liar.close();
    }
  });
});
