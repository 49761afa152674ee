import { expect } from 'chai';
import { Wallet } from 'ethers';
import type { Deployment } from '../../../sdk/deployment.js';
import { openProvider } from '../../../sdk/ledger.js';
import { signIn } from '../../../sdk/sign-in.js';
import { createSignInCheck } from '../../../server/chain/sign-in-check.js';

describe('sign-in check', () => {
  it('does not call a signature wrong when the node is away', async () => {
    const deployment = { chainId: 1, contracts: { MemberRegistry: Wallet.createRandom().address } } as unknown as Deployment;
    const provider = openProvider({ chainId: 1, rpcUrl: 'http://127.0.0.1:9/key' });
    const hasSigned = createSignInCheck(provider, deployment);
    const said = await signIn(Wallet.createRandom(), deployment, 'http://127.0.0.1');
    expect(await hasSigned(said)).to.equal(true);
    const contract = { ...said, key: Wallet.createRandom().address };
    const refusal = await hasSigned(contract).catch((error: Error) => error);
    expect(refusal).to.include({ code: 'CHAIN_UNREACHABLE' });
    expect((refusal as Error).message).to.not.include('key');
    provider.destroy();
  });
});
