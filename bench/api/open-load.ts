import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { StorePlace } from '../../server/store/engine.js';
import { freePort } from '../../test/support/postgres.js';
import { ROOT, WORK } from '../index/places.js';
import { logOf, type Running, startProcess } from '../index/start-process.js';
import type { LoadResult, LoadTask } from './load-process.js';
import type { Question } from './questions.js';

const WARM_UP_SECONDS = 2;
const TRIES = 200;
const TRY_AGAIN_MS = 100;
const TSX = ['--import', pathToFileURL(path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href];
const FOLDER = path.join(WORK, 'api');

/** Measures the service and the bare routes, each in a process of its own, asked by another one. */
export interface Load {
  ours(question: Question): Promise<LoadResult>;
  bare(question: Question): Promise<LoadResult>;
  close(): Promise<void>;
}

/**
 * Starts both servers; the bare one answers to each question about one object what ours answers first.
 *
 * @param options - Of each measurement.
 */
export async function openLoad(
  place: StorePlace,
  questions: readonly Question[],
  options: Pick<LoadTask, 'connections' | 'seconds'>,
): Promise<Load> {
  mkdirSync(FOLDER, { recursive: true });
  const ours = await serve('api', 'serve-api.ts', JSON.stringify(place));
  const answers: Record<string, unknown> = {};
  for (const [i, { kind, paths }] of questions.entries()) {
    if (kind === 'one') answers[`q${i}`] = await (await fetch(`http://127.0.0.1:${ours.port}${paths[0]}`)).json();
  }
  const file = path.join(FOLDER, 'answers.json');
  writeFileSync(file, JSON.stringify(answers));
  const bare = await serve('bare', 'serve-bare.ts', file);
  const measure = (port: number, paths: string[]) => runLoad({ ...options, port, paths, warmUpSeconds: WARM_UP_SECONDS });
  return {
    ours: ({ paths }) => measure(ours.port, paths),
    bare: (question) => {
      const name = `q${questions.indexOf(question)}`;
      return measure(
        bare.port,
        question.paths.map((_, i) => `/${name}/${i}`),
      );
    },
    async close() {
      await ours.running.stop();
      await bare.running.stop();
    },
  };
}

async function serve(name: string, program: string, argument: string): Promise<{ port: number; running: Running }> {
  const port = await freePort();
  const file = path.join(import.meta.dirname, program);
  const running = startProcess(name, process.execPath, [...TSX, file, argument, String(port)], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  for (let tries = 0; tries < TRIES; tries++) {
    if (running.ended() !== undefined) break;
    if (
      await fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      )
    )
      return { port, running };
    await sleep(TRY_AGAIN_MS);
  }
  await running.stop();
  throw new Error(`${name} does not answer; see ${logOf(name)}`);
}

/** Runs the load to its end. */
function runLoad(task: LoadTask): Promise<LoadResult> {
  const file = path.join(FOLDER, 'load.json');
  writeFileSync(file, JSON.stringify(task));
  const child = spawn(process.execPath, [...TSX, path.join(import.meta.dirname, 'load-process.ts'), file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [said, complained] = ['', ''];
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (complained += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(said) as LoadResult);
      else reject(new Error(`the load ended with ${code}: ${complained}`));
    });
  });
}
