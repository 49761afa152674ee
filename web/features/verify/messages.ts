/** What is to be hashed: one file, or the files of a folder with paths relative to it. */
export interface Given {
  /** As the reader knows it. */
  name: string;
  folder: boolean;
  files: { path: string; file: File }[];
}

/** Why something can't be hashed; of a bad name also which. */
export type Refusal = { reason: 'unreadable' | 'empty' | 'several' } | { reason: 'badName'; path: string };

/** What the worker says. */
export type Said = { type: 'progress'; percent: number } | { type: 'done'; root: string } | ({ type: 'refused' } & Refusal);
