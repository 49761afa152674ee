import { dataSlice, decodeBase58, toBeHex } from 'ethers';
import { contractsOf, type Deployment } from '../../sdk/deployment.js';
import type { Trust } from '../../sdk/proofs/trust.js';
import type { Network } from './network-file.js';

/** Bytes of an id, and of the checksum behind it. */
const ID_BYTES = 32;
const CHECKSUM_BYTES = 4;

/**
 * Who validates a network, as proofs are checked with it.
 *
 * @param deployment - Of which ledger on it.
 */
export function trustOfNetwork(network: Network, deployment: Deployment): Trust {
  return {
    format: 'genba-trust/1',
    name: deployment.name,
    chainId: network.chainId,
    finality: { type: 'avalanche', networkId: network.networkId, blockchainId: idBytes(network.blockchainId) },
    token: deployment.token,
    contracts: { ...contractsOf(deployment) },
    sets: network.sets.map(({ from, validators }) => ({
      from,
      validators: validators.map(({ nodeId, publicKey, weight }) => ({ key: publicKey, weight, name: nodeId })),
    })),
  };
}

/** The bytes of an id that is written in base 58 with a checksum. */
function idBytes(cb58: string): string {
  return dataSlice(toBeHex(decodeBase58(cb58), ID_BYTES + CHECKSUM_BYTES), 0, ID_BYTES);
}
