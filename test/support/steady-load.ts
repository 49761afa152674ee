import { setTimeout as sleep } from 'node:timers/promises';
import type { Wallet } from 'ethers';
import type { Deployment } from '../../sdk/deployment.js';
import { connectLedger, gasOverrides } from '../../sdk/ledger.js';

/** Transfers that go on until they are told to stop. */
export interface SteadyLoad {
  /** Transactions that a node has told of as mined, and nothing else counts. */
  mined: string[];
  /** Stops, and resolves when what is under way is mined. */
  stop(): Promise<void>;
}

const AGAIN_MS = 200;

/**
 * Sends transfers of the settlement token with each key, one after the other, and asks again for what a node that died has not answered.
 *
 * @param wallets - Connected to nodes that stand in for each other.
 */
export function startLoad(wallets: readonly Wallet[], deployment: Deployment): SteadyLoad {
  const mined: string[] = [];
  let stopped = false;
  const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await ask();
      } catch {
        await sleep(AGAIN_MS);
      }
    }
  };
  const run = async (wallet: Wallet): Promise<void> => {
    const { token } = connectLedger(deployment, wallet);
    const provider = wallet.provider as NonNullable<Wallet['provider']>;
    const fees = { ...gasOverrides(deployment), gasLimit: 200_000, chainId: deployment.chainId };
    let nonce = await patiently(() => provider.getTransactionCount(wallet.address, 'latest'));
    while (!stopped) {
      const data = token.interface.encodeFunctionData('transfer', [wallet.address, 1n]);
      const raw = await wallet.signTransaction({ ...fees, to: deployment.contracts.SettlementToken, data, nonce });
      const hash = await send(raw);
      mined.push(hash);
      nonce++;
    }
  };
  /** The same signed transaction is sent again until it is mined: twice can not happen. */
  const send = async (raw: string): Promise<string> => {
    const [provider] = wallets.map(
      (one) => one.provider as unknown as { send(method: string, params: unknown[]): Promise<unknown> },
    );
    const ask = (method: string, params: unknown[]) => (provider as NonNullable<typeof provider>).send(method, params);
    let hash: string | undefined;
    for (let tries = 0; ; tries++) {
      if (tries % 20 === 0) hash = ((await ask('eth_sendRawTransaction', [raw]).catch(() => hash)) as string | undefined) ?? hash;
      if (hash !== undefined && (await ask('eth_getTransactionReceipt', [hash]).catch(() => null)) !== null) return hash;
      await sleep(AGAIN_MS / 4);
    }
  };
  const runs = wallets.map(run);
  return {
    mined,
    async stop() {
      stopped = true;
      await Promise.all(runs);
    },
  };
}
