/** A log as the index takes it. */
export interface RawLog {
  address: string;
  topics: string[];
  data: string;
  blockNumber: number;
  blockHash: string;
  transactionHash: string;
  logIndex: number;
}

type Said = { [Field in keyof RawLog]?: unknown };

const HASH = /^0x[0-9a-f]{64}$/;
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
const BYTES = /^0x(?:[0-9a-f]{2})*$/;
/** Up to 2^56, so that a number holds it. */
const QUANTITY = /^0x[0-9a-f]{1,14}$/;
const MOST_TOPICS = 4;

/**
 * Reads logs as a node answers them (Ethereum JSON-RPC, `eth_getLogs`). There are hundreds of thousands, for which a schema library took a tenth of
 * the time of a whole reading; most have the block and transaction of the one before, so that is looked at first.
 *
 * @param answer - Of the node.
 * @throws Error that names the first field that is none.
 */
export function readRawLogs(answer: unknown): RawLog[] {
  if (!Array.isArray(answer)) throw none('the answer');
  let before: RawLog | undefined;
  return answer.map((said: unknown, i) => {
    if (typeof said !== 'object' || said === null) throw none(`${i}`);
    const log = readRawLog(said, before);
    if (typeof log === 'string') throw none(`${i}.${log}`);
    before = log;
    return log;
  });
}

/** The log, or which of its fields is none. */
function readRawLog(said: Said, before: RawLog | undefined): RawLog | keyof RawLog {
  const { address, blockHash, blockNumber, data, logIndex, topics, transactionHash } = said;
  if (!is(ADDRESS, address, before?.address)) return 'address';
  if (!Array.isArray(topics) || topics.length > MOST_TOPICS) return 'topics';
  for (let i = 0; i < topics.length; i++) if (!is(HASH, topics[i], before?.topics[i])) return 'topics';
  if (!is(BYTES, data)) return 'data';
  if (!is(QUANTITY, blockNumber)) return 'blockNumber';
  if (!is(HASH, blockHash, before?.blockHash)) return 'blockHash';
  if (!is(HASH, transactionHash, before?.transactionHash)) return 'transactionHash';
  if (!is(QUANTITY, logIndex)) return 'logIndex';
  return {
    address,
    topics,
    data,
    blockNumber: Number(blockNumber),
    blockHash,
    transactionHash,
    logIndex: Number(logIndex),
  };
}

/** Whether a value has a form; one like the value before, which has it, does. */
function is(form: RegExp, value: unknown, before?: string): value is string {
  return typeof value === 'string' && (value === before || form.test(value));
}

function none(field: string): Error {
  return new Error(`the node gives no logs: ${field} is none`);
}
