import { readFileSync } from 'node:fs';
import { EvmBatchProcessor } from '@subsquid/evm-processor';
import { TypeormDatabase } from '@subsquid/typeorm-store';
import { In } from 'typeorm';
import { changeOf, type DatasetChange } from './dataset-row';
import { Dataset } from './model';
import { rowOf } from './rows';

const { BENCH_BATCH, BENCH_CAPACITY, BENCH_KINDS, BENCH_POLL_MS, BENCH_RPC } = process.env;
const { contracts, kinds, startBlock }: Described = JSON.parse(readFileSync(BENCH_KINDS as string, 'utf8'));

interface Described {
  startBlock: number;
  contracts: Record<string, { address: string }>;
  kinds: { contract: string; event: string; entity: string; topic: string }[];
}

const processor = new EvmBatchProcessor()
  .setRpcEndpoint({
    url: BENCH_RPC as string,
    capacity: Number(BENCH_CAPACITY ?? 10),
    maxBatchCallSize: Number(BENCH_BATCH ?? 100),
  })
  .setRpcDataIngestionSettings({ headPollInterval: Number(BENCH_POLL_MS ?? 5000) })
  .setFinalityConfirmation(30)
  .setBlockRange({ from: startBlock })
  .setFields({ log: { transactionHash: true, topics: true, data: true, address: true }, block: { timestamp: true } });
const names = new Map<string, { entity: string; name: string }>();
for (const [contract, { address }] of Object.entries(contracts)) {
  const own = kinds.filter((kind) => kind.contract === contract);
  processor.addLog({ address: [address], topic0: own.map(({ topic }) => topic) });
  for (const { entity, event, topic } of own) names.set(address + topic, { entity, name: `${contract}.${event}` });
}

processor.run(new TypeormDatabase({ supportHotBlocks: true }), async ({ blocks, store }) => {
  const rows = new Map<string, object[]>();
  const changes: DatasetChange[] = [];
  for (const { header, logs } of blocks) {
    const timestamp = BigInt(Math.floor(header.timestamp / 1000));
    for (const log of logs) {
      const kind = names.get(log.address + log.topics[0]);
      if (kind === undefined) continue;
      const place = { id: log.id, blockNumber: header.height, timestamp, txHash: log.transactionHash };
      const { args, row } = rowOf[kind.entity](log, place);
      const others = rows.get(kind.entity);
      if (others === undefined) rows.set(kind.entity, [row]);
      else others.push(row);
      const change = changeOf[kind.name]?.(args);
      if (change !== undefined) changes.push(change);
    }
  }
  if (changes.length > 0) {
    const ids = [...new Set(changes.map(({ id }) => id))];
    const datasets = new Map((await store.findBy(Dataset, { id: In(ids) })).map((one) => [one.id, one]));
    for (const { apply, id } of changes) {
      let dataset = datasets.get(id);
      if (dataset === undefined) {
        dataset = new Dataset({ id, owner: 0n, purchases: 0, gross: 0n, net: 0n, distributed: 0n });
        datasets.set(id, dataset);
      }
      apply(dataset);
    }
    await store.upsert([...datasets.values()]);
  }
  for (const some of rows.values()) await store.insert(some as never);
});
