import { Contract, isError, type JsonRpcProvider } from 'ethers';
import type { Deployment } from '../../sdk/deployment.js';
import { LedgerError } from '../../sdk/errors.js';
import { nameOfNode } from '../../sdk/ledger.js';
import { type SignIn, signInHash, signInSigner } from '../../sdk/sign-in.js';

/** What ERC-1271 has a contract answer when a signature is its own. */
const MAGIC = '0x1626ba7e';

/**
 * Makes the check whether a key has signed a sign-in: by its private key, or, when it is a contract, by its own word.
 *
 * @param provider - Where contracts are asked.
 * @param deployment - Whose ledger.
 * @returns A function that throws `CHAIN_UNREACHABLE` when a contract can't be asked.
 */
export function createSignInCheck(provider: JsonRpcProvider, deployment: Deployment) {
  return async (said: SignIn): Promise<boolean> => {
    if (signInSigner(deployment, said)?.toLowerCase() === said.key.toLowerCase()) return true;
    const away = () => new LedgerError('CHAIN_UNREACHABLE', { rpcUrl: nameOfNode(provider._getConnection().url) });
    const code = await provider.getCode(said.key).catch(() => {
      throw away();
    });
    if (code === '0x') return false;
    const key = new Contract(said.key, ['function isValidSignature(bytes32, bytes) view returns (bytes4)'], provider);
    try {
      return (await key.getFunction('isValidSignature')(signInHash(deployment, said), said.signature)) === MAGIC;
    } catch (error) {
      if (!isError(error, 'CALL_EXCEPTION') && !isError(error, 'BAD_DATA')) throw away();
      return false;
    }
  };
}
