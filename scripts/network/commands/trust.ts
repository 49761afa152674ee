import { openKey } from '../../../cli/keys.js';
import { readDeployment } from '../../../sdk/deployment.js';
import { signTrust } from '../../../sdk/proofs/trust.js';
import { networkFolder, readNetwork, writeJson } from '../network-file.js';
import type { Surroundings } from '../surroundings.js';
import { trustOfNetwork } from '../trust-of-network.js';

/** Writes the list of validators that proofs are checked with; a key may vouch for it. */
export async function trust(
  name: string,
  { key, out }: { out: string; key?: string },
  { deployments, folder, json, say }: Surroundings,
): Promise<void> {
  const home = networkFolder(folder, name);
  const list = trustOfNetwork(readNetwork(home), readDeployment(deployments, name));
  const signed = key === undefined ? list : await signTrust(list, await openKey(home, key, process.env.GENBA_PASSWORD));
  writeJson(out, signed);
  const by = signed.signature?.by;
  if (json)
    return console.log(JSON.stringify({ network: name, file: out, sets: list.sets.length, ...(by === undefined ? {} : { by }) }));
  say(`written to ${out}${by === undefined ? '' : `, vouched for by ${by}`}: 'genba verify' checks proofs with it`);
}
