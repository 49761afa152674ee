import path from 'node:path';

/** The folder of the whole project. Like this file, a bundle that it is part of stands one folder below. */
export const ROOT = path.resolve(import.meta.dirname, '..');
