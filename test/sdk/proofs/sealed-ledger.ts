import { bls12_381 } from '@noble/curves/bls12-381.js';
import { concat, getBytes, hexlify, id, type JsonRpcProvider } from 'ethers';
import { contractsOf } from '../../../sdk/deployment.js';
import { messageOf } from '../../../sdk/proofs/avalanche-seal.js';
import { toCb58 } from '../../../sdk/proofs/cb58.js';
import type { Trust } from '../../../sdk/proofs/trust.js';
import { buy, ethers, ledgerFixture, networkHelpers, register, sell, type World } from '../../support/contracts-fixture.js';

const SUITE = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_';
const { longSignatures } = bls12_381;

/** A validator that signs whatever block it is asked for: the keys are real, the consensus is not. */
export interface Signer {
  secret: Uint8Array;
  key: string;
}

/** Makes a validator's key. */
export function makeSigner(name: string): Signer {
  const { publicKey, secretKey } = longSignatures.keygen(getBytes(concat([id(name), id(name)])).slice(0, 48));
  return { secret: secretKey, key: hexlify(publicKey.toBytes()) };
}

/** A real ledger on the test chain with a sale on it, and who seals its blocks. */
export interface SealedLedger {
  world: World;
  trust: Trust;
  signers: Signer[];
  /** Transactions of the sale, the purchase last. */
  sale: string;
  /** The chain's node, once for each signer: it signs what the signer signs. */
  nodes(signers?: readonly Signer[]): [JsonRpcProvider, ...JsonRpcProvider[]];
}

/** Plays a sale on the test chain, with several transactions in its block. */
export async function sealedLedger(): Promise<SealedLedger> {
  const world = await ledgerFixture();
  const version = await register(world.works);
  const offerId = await sell(world.works, version);
  await ethers.provider.send('evm_setAutomine', [false]);
  const { ledger } = world.works;
  for (let i = 0; i < 130; i++) await ledger.token.transfer(world.works.key.address, i, { gasLimit: 100_000 });
  const buying = buy(world.buyer, offerId, version.versionId);
  let pending = 0;
  while (pending < 131) {
    const block = await ethers.provider.send('eth_getBlockByNumber', ['pending', false]);
    pending = block.transactions.length;
  }
  await networkHelpers.mine();
  await ethers.provider.send('evm_setAutomine', [true]);
  await buying;
  const latest = await ethers.provider.getBlock('latest');
  const signers = ['v1', 'v2', 'v3', 'v4', 'v5'].map(makeSigner);
  const finality = { type: 'avalanche' as const, networkId: 4242, blockchainId: id('this chain') };
  return {
    world,
    signers,
    trust: {
      format: 'genba-trust/1',
      name: 'sealed',
      chainId: 31_337,
      finality,
      token: { symbol: 'KRW', decimals: 0 },
      contracts: contractsOf(world.deployment),
      sets: [{ from: 0, validators: signers.map(({ key }) => ({ key, weight: 100 })) }],
    },
    sale: latest?.transactions.at(-1) as string,
    nodes(asked = signers) {
      const nodes = asked.map(({ secret }) => ({
        async send(method: string, params: unknown[]) {
          if (method !== 'warp_getBlockSignature') return ethers.provider.send(method, params);
          const head = await ethers.provider.send('eth_getBlockByNumber', ['latest', false]);
          if (toCb58(getBytes(head.hash)) !== params[0]) throw new Error('unknown block');
          const message = longSignatures.hash(getBytes(messageOf(finality, head.hash)), SUITE);
          return hexlify(longSignatures.sign(message, secret).toBytes());
        },
      }));
      return nodes as unknown as [JsonRpcProvider, ...JsonRpcProvider[]];
    },
  };
}
