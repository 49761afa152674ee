import { randomFrom } from '../index/random.js';

/** Chance that comes out the same each time. */
export interface Dice {
  /** From 0 to 1. */
  random(): number;
  /** A whole number from 0, below a limit. */
  below(limit: number): number;
  /** 32 bytes as hex. */
  hash(): string;
}

/** Makes dice. */
export function createDice(seed: number): Dice {
  const random = randomFrom(seed);
  const word = () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return {
    random,
    below: (limit) => Math.floor(random() * limit),
    hash: () => `0x${word()}${word()}${word()}${word()}${word()}${word()}${word()}${word()}`,
  };
}
