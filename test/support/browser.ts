import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Browser, chromium as playwright } from 'playwright-core';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const FOLDER = path.join(ROOT, '.toolchain', 'chromium-153');

/** Why there is no browser for this machine; undefined: there is one. */
export function browserAbsence(): string | undefined {
  if (os.platform() === 'linux' && os.arch() === 'x64') return undefined;
  return `npm has no Chromium for ${os.platform()}-${os.arch()}`;
}

/**
 * Starts the Chromium that npm brings, on a machine that has neither browser nor its libraries nor fonts. It is unpacked once.
 */
export async function launchBrowser(): Promise<Browser> {
  if (!existsSync(FOLDER)) await unpack();
  const fonts = path.join(FOLDER, 'fontconfig');
  if (!existsSync(path.join(fonts, 'fonts.conf'))) {
    mkdirSync(fonts, { recursive: true });
    const folders = [path.join(FOLDER, 'fonts'), '/usr/share/fonts'].map((folder) => `<dir>${folder}</dir>`).join('');
    const config = `<fontconfig>${folders}<cachedir>${path.join(fonts, 'cache')}</cachedir></fontconfig>`;
    writeFileSync(path.join(fonts, 'fonts.conf'), `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">${config}`);
  }
  return playwright.launch({
    executablePath: path.join(FOLDER, 'chromium'),
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: path.join(FOLDER, 'al2023', 'lib'),
      FONTCONFIG_PATH: fonts,
      FONTCONFIG_FILE: path.join(fonts, 'fonts.conf'),
    },
  });
}

/** The package unpacks into TMPDIR, its libraries and fonts only where it believes to run in a cloud function. */
async function unpack(): Promise<void> {
  const partial = `${FOLDER}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  const { TMPDIR } = process.env;
  process.env.TMPDIR = partial;
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs24.x';
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    await packed.executablePath();
  } finally {
    delete process.env.AWS_EXECUTION_ENV;
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
  try {
    renameSync(partial, FOLDER);
  } catch (error) {
    // Another process was faster.
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(FOLDER)) throw error;
  }
}
