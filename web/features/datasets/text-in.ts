/**
 * The text of metadata in a language; else in English, else in any.
 *
 * @param value - A text, or texts by language, as metadata have them.
 * @param language - Which is wanted.
 */
export function textIn(value: unknown, language: string): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const texts = value as Record<string, string>;
  return texts[language] ?? texts.en ?? Object.values(texts)[0];
}
