import { z } from 'zod';

/** What a cell holds: text, a whole number below 2^53, a truth value, or JSON as text. */
export type ColumnKind = 'text' | 'integer' | 'boolean' | 'json';

/** A column of a file. */
export interface Column {
  /** With a dot between an object and what it holds: `seller.legalName`. */
  name: string;
  kind: ColumnKind;
  /** Some rows may have nothing here. */
  optional: boolean;
}

/** What a cell shows; `null`: nothing. */
export type Cell = string | number | boolean | null;

/**
 * Lays an answer out flat: objects become columns of their own, lists and what has no fixed names become JSON. The columns follow from the
 * schema alone, so an empty list has the same.
 *
 * @param answer - One row of the list.
 */
export function columnsOf(answer: z.ZodType): Column[] {
  return layOut(answer, '', false);
}

/**
 * The cells of a row, in the order of the columns.
 *
 * @param columns - As {@link columnsOf} made them.
 * @param row - An answer.
 */
export function cellsOf(columns: readonly Column[], row: unknown): Cell[] {
  return columns.map(({ kind, name }) => {
    const value = name.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], row);
    if (value === undefined || value === null) return null;
    return kind === 'json' ? JSON.stringify(value) : (value as Cell);
  });
}

function layOut(schema: z.ZodType, name: string, optional: boolean): Column[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return layOut(schema.unwrap() as z.ZodType, name, true);
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
    return fields.flatMap(([key, inner]) => layOut(inner, name === '' ? key : `${name}.${key}`, optional));
  }
  return [{ name, kind: kindOf(schema), optional }];
}

function kindOf(schema: z.ZodType): ColumnKind {
  if (schema instanceof z.ZodNumber) return 'integer';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat || schema instanceof z.ZodEnum) return 'text';
  return 'json';
}
