import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './root.js';

const file = path.join(ROOT, 'package.json');

/** The version of this service. */
export const VERSION = (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
