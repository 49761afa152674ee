import path from 'node:path';

/** The repository. */
export const ROOT = path.resolve(import.meta.dirname, '..', '..');
/** What npm puts in for a bench alone, committed. */
export const TOOLS = path.join(import.meta.dirname, 'tools');
export const PEERS = path.join(import.meta.dirname, 'peers');
/** Installed programs, the filled chain, databases and logs; never committed, and nothing is lost when it is removed. */
export const WORK = path.join(ROOT, 'build', 'bench');
export const LOGS = path.join(WORK, 'logs');
