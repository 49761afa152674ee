import { existsSync } from 'node:fs';
import path from 'node:path';
import { LedgerError } from '../../sdk/errors.js';

/** Where `npm run network:engine` puts what validators run. */
export const ENGINE_FOLDER = path.resolve(import.meta.dirname, '..', '..', '.toolchain', 'engine');

/** The id of the EVM among the virtual machines; the plugin's file is named after it. */
export const VM_ID = 'srEXiWaHuhNyGwPUi444Tu47ZEDwxTWrbQiuD7FmgSAQ6X7Dy';

/** A validator's node. */
export const NODE_BINARY = path.join(ENGINE_FOLDER, 'avalanchego');

/** The node's plugins. */
export const PLUGIN_FOLDER = path.join(ENGINE_FOLDER, 'plugins');

/** The EVM, as the node's plugin. */
export const PLUGIN_BINARY = path.join(PLUGIN_FOLDER, VM_ID);

/** Acts on the platform chain: `network/engine/platform`. */
export const PLATFORM_BINARY = path.join(ENGINE_FOLDER, 'platform');

/**
 * Refuses when something of the engine is not there.
 *
 * @param binaries - What is needed.
 * @throws `ENGINE_MISSING`.
 */
export function requireEngine(...binaries: string[]): void {
  const missing = binaries.find((binary) => !existsSync(binary));
  if (missing !== undefined) throw new LedgerError('ENGINE_MISSING', { file: missing });
}
