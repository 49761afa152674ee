import type { AsOf } from '../../sdk/api/client.js';

/** An answer that follows from a block alone, as it is sent. */
interface KeptAnswer {
  asOf: AsOf;
  value: Buffer;
}

/** Answers that were given lately, for whoever asks the same before the next block. */
export interface AnswerCache {
  /**
   * Finds an answer, or has it made; of several who ask at once, one makes it.
   *
   * @param blockHash - Of the block that it must be true for; empty while there is none, then nothing is kept.
   * @param question - Path and query, as they were asked.
   * @param make - Makes it, for that block or a later one.
   */
  of(blockHash: string, question: string, make: () => Promise<KeptAnswer>): Promise<KeptAnswer>;
}

/** What an entry takes beside key and answer, about, in bytes. */
const ENTRY_BYTES = 300;

/**
 * Makes a cache; what was not asked for longest goes first. Nothing in it becomes untrue: an answer belongs to its block, and the next block has others.
 *
 * @param mostBytes - Most bytes of all answers.
 */
export function createAnswerCache(mostBytes: number): AnswerCache {
  const kept = new Map<string, KeptAnswer>();
  const underWay = new Map<string, Promise<KeptAnswer>>();
  let bytes = 0;
  const keep = (key: string, answer: KeptAnswer) => {
    if (kept.has(key)) return;
    kept.set(key, answer);
    bytes += sizeOf(key, answer);
    for (const [oldest, one] of kept) {
      if (bytes <= mostBytes) break;
      kept.delete(oldest);
      bytes -= sizeOf(oldest, one);
    }
  };
  return {
    async of(blockHash, question, make) {
      if (blockHash === '') return make();
      const key = `${blockHash} ${question}`;
      const found = kept.get(key);
      if (found !== undefined) {
        // The last of the map is what was asked for last.
        kept.delete(key);
        kept.set(key, found);
        return found;
      }
      const started = underWay.get(key);
      if (started !== undefined) return started;
      const made = make();
      underWay.set(key, made);
      try {
        const answer = await made;
        keep(`${answer.asOf.blockHash} ${question}`, answer);
        return answer;
      } finally {
        underWay.delete(key);
      }
    },
  };
}

function sizeOf(key: string, { value }: KeptAnswer): number {
  return value.length + 2 * key.length + ENTRY_BYTES;
}
