/** JSON as our documents have it: texts, whole numbers, lists and objects. */
export type Json = string | number | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Writes JSON in the one form of RFC 8785: keys sorted by UTF-16 units, no spaces, shortest escapes. Keys without a value are left out.
 *
 * @param value - The content.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string' || typeof value === 'number') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join()}]`;
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const member = value[key];
      return member === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(member)}`];
    });
  return `{${members.join()}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
