import type { Decode } from './decode.js';
import type { ChainNode } from './node.js';
import { type Range, readRange, requireLinks } from './read-range.js';

/** Reads ahead, in ranges that suit the node. */
export interface RangeReader {
  /**
   * The blocks after one, in order, range by range; several are asked for at once. A range is given when the next one has confirmed the hash of
   * its last block; the last range ends with a block that nothing confirms yet.
   *
   * @param after - Number and hash of a block; an empty hash before the first.
   * @param to - The last block.
   * @throws What {@link readRange} throws; the caller says so to {@link RangeReader.ease} before it reads again.
   */
  read(after: { block: number; hash: string }, to: number): AsyncGenerator<Range>;
  /**
   * Asks for less from now on, because of a refusal.
   *
   * @returns How long to wait before the next attempt, in milliseconds; undefined when less can't be asked for.
   */
  ease(error: Error): number | undefined;
}

/** A range holds about so many events, whatever the chain: what is in flight bounds the memory. */
const WANTED_EVENTS = 4_000;
const MOST_BLOCKS = 1_000;
const MOST_LANES = 4;
const FIRST_BLOCKS = 100;
/** A limit that a node has shown is tried again a little above, for it may depend on what the blocks hold. */
const GROWTH = 1 / 16;
/** Words of a node that has more than it gives at once, and of one that is asked too often; both may come under the code -32005. */
const TOO_MUCH = /more than \d|block range|range (is )?too|too many (results|logs|blocks)|response size|too large/i;
const LIMITED = /\b429\b|rate.?limit|too many requests|request limit|-32005/i;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Makes a reader of a chain. A range that the node refuses is halved; who is told to ask less often waits, twice as long each time, and asks
 * for one range at a time for a while.
 *
 * @param node - Where to read.
 * @param decode - Turns logs into events.
 */
export function createRangeReader(node: ChainNode, decode: Decode): RangeReader {
  let size = FIRST_BLOCKS;
  let most = MOST_BLOCKS;
  let lanes = MOST_LANES;
  let pauseMs = FIRST_PAUSE_MS;

  const suit = ({ events, headers }: Range): void => {
    const wanted = headers.length * (WANTED_EVENTS / Math.max(1, events.length));
    most = Math.min(MOST_BLOCKS, most + Math.ceil(most * GROWTH));
    size = Math.round(Math.min(most, Math.max(1, size / 2, Math.min(size * 2, wanted))));
    lanes = Math.min(MOST_LANES, lanes + GROWTH);
    pauseMs = FIRST_PAUSE_MS;
  };

  return {
    async *read(after, to) {
      const flying: Promise<Range>[] = [];
      let next = after.block + 1;
      let parent = after.hash === '' ? undefined : after.hash;
      const ask = () => {
        while (flying.length < Math.floor(lanes) && next <= to) {
          const last = Math.min(to, next + size - 1);
          const range = readRange(node, decode, next, last);
          // One that fails is told of when its turn comes, if it comes.
          range.catch(() => {});
          flying.push(range);
          next = last + 1;
        }
      };
      let held: Range | undefined;
      for (ask(); flying.length > 0; ask()) {
        const range = await (flying.shift() as Promise<Range>);
        requireLinks(range.headers, parent);
        parent = range.headers.at(-1)?.hash;
        suit(range);
        if (held !== undefined) yield held;
        held = range;
      }
      if (held !== undefined) yield held;
    },
    ease(error) {
      if (LIMITED.test(error.message) && !TOO_MUCH.test(error.message)) {
        lanes = 1;
        const pause = pauseMs;
        pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
        return pause;
      }
      if (size === 1) return undefined;
      most = size = Math.ceil(size / 2);
      return 0;
    },
  };
}
