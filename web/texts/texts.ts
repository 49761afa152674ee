import type { en } from './en.js';

/** The same keys, each with any text, or any text made from the same values. */
type Said<Like> = {
  [Key in keyof Like]: Like[Key] extends string
    ? string
    : Like[Key] extends (...args: infer Args) => string
      ? (...args: Args) => string
      : Said<Like[Key]>;
};

/** All that the pages say, in one language. */
export type Texts = Said<typeof en>;
