import type { z } from 'zod';

/** One thing that a service answers, as data: routes, the API description and the typed client are made from it. */
export interface Endpoint<Input extends z.ZodObject = z.ZodObject, Answer extends z.ZodType = z.ZodType> {
  /** With `:name` for parameters. */
  path: string;
  tag: string;
  summary: string;
  /** Parameters of path and query, as text. */
  input: Input;
  /** What `data` holds; of a list, one row of it. */
  answer: Answer;
  /** A list in pages: the answer says in `next` where the following page begins, null at the end. */
  list: boolean;
  /** Not a function of the block alone: it also depends on the clock or on what the service did. */
  volatile: boolean;
}

interface Definition<Input, Answer> {
  path: string;
  tag: string;
  summary: string;
  input: Input;
  answer: Answer;
  volatile?: boolean;
}

/** One answer. */
export function one<Input extends z.ZodObject, Answer extends z.ZodType>(definition: Definition<Input, Answer>) {
  return { volatile: false, ...definition, list: false as const };
}

/** A list in pages. */
export function list<Input extends z.ZodObject, Answer extends z.ZodType>(definition: Definition<Input, Answer>) {
  return { volatile: false, ...definition, list: true as const };
}
