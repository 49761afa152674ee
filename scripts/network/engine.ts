import path from 'node:path';

/** Where `npm run network:engine` puts what validators run. */
export const ENGINE_FOLDER = path.resolve(import.meta.dirname, '..', '..', '.toolchain', 'engine');

/** The id of the EVM among the virtual machines; the plugin's file is named after it. */
const VM_ID = 'srEXiWaHuhNyGwPUi444Tu47ZEDwxTWrbQiuD7FmgSAQ6X7Dy';

/** A validator's node. */
export const NODE_BINARY = path.join(ENGINE_FOLDER, 'avalanchego');

/** The EVM, as the node's plugin. */
export const PLUGIN_BINARY = path.join(ENGINE_FOLDER, 'plugins', VM_ID);
