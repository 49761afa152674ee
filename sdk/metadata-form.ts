import { z } from 'zod';
import { LedgerError } from './errors.js';
import { quoteName } from './file-name.js';

/** Longest values, in UTF-16 units; most entries. The document as a whole has its own limit. */
const MOST = {
  title: 200,
  description: 4000,
  keyword: 64,
  keywords: 32,
  licence: 500,
  name: 200,
  url: 500,
  column: 128,
  unit: 32,
  columns: 256,
};

/** No control characters, no lone surrogates, no line separators, nothing that turns the direction of what stands beside it. */
const PLAIN = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u;
/** Language, script and region in the case that RFC 5646 recommends, so that one language has one spelling. */
const LANGUAGE = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/;
const WEB_ADDRESS = /^https?:\/\/[^\s"<>\\^`{|}]+$/;
/** As UN/ECE Recommendation 20 has them. */
const UNIT_CODE = /^[A-Z0-9]{2,3}$/;

const text = (most: number) =>
  z
    .string('text is expected')
    .trim()
    .min(1, 'it is empty')
    .max(most)
    .regex(PLAIN, 'it holds a control character or half a character');

/** Text, or the same text in several languages. */
const tagged = (most: number) =>
  z.union(
    [
      text(most),
      z
        // A record passes `__proto__` over in silence.
        .custom<Record<string, unknown>>(
          (value) => isObject(value) && !Object.hasOwn(value, '__proto__') && Object.keys(value).length > 0,
        )
        .pipe(z.record(z.string().regex(LANGUAGE, "a language is written like 'ko', 'ja', 'en' or 'zh-Hant'"), text(most))),
    ],
    'text is expected, or texts by language like {"ko": "…", "en": "…"}',
  );

const webAddress = text(MOST.url).refine((url) => WEB_ADDRESS.test(url) && URL.canParse(url), 'it is no web address (https://…)');

const unit = z.union(
  [
    text(MOST.unit).transform((name): { code?: string | undefined; text?: string | undefined } => ({ text: name })),
    z
      .strictObject({
        code: z.string().regex(UNIT_CODE, 'it is no unit code like MMT or KWH').optional(),
        text: text(MOST.unit).optional(),
      })
      .refine((value) => value.code !== undefined || value.text !== undefined, 'name its code, its text, or both'),
  ],
  'text is expected, or {"code": "…", "text": "…"}',
);

/** What a publisher says about a version, as people write it. */
export const metadataForm = z.strictObject({
  title: tagged(MOST.title),
  description: tagged(MOST.description).optional(),
  /** A set: sorted, each once, so that the order of writing does not count. */
  keywords: z
    .array(text(MOST.keyword), 'a list of texts is expected')
    .max(MOST.keywords)
    .transform((words) => (words.length === 0 ? undefined : [...new Set(words)].sort()))
    .optional(),
  /** A web address of the licence, or its name. */
  licence: z
    .union([webAddress, text(MOST.licence).refine((name) => !/^https?:/i.test(name))], 'text or a web address is expected')
    .optional(),
  contact: z
    .strictObject({
      name: text(MOST.name),
      email: text(254).pipe(z.email('it is no e-mail address')).optional(),
      url: webAddress.optional(),
    })
    .optional(),
  /** In the order of the data. */
  columns: z
    .array(
      z.strictObject({ name: text(MOST.column), unit: unit.optional(), description: tagged(MOST.description).optional() }),
      'a list of columns is expected',
    )
    .max(MOST.columns)
    .transform((columns) => (columns.length === 0 ? undefined : columns))
    .optional(),
});

/** See {@link metadataForm}. */
export type Metadata = z.infer<typeof metadataForm>;
/** Text, or texts by language tag. */
export type TaggedText = Metadata['title'];

/**
 * Reads the form strictly.
 *
 * @param value - From outside.
 * @throws `BAD_METADATA` with the key.
 */
export function parseForm(value: unknown): Metadata {
  const result = metadataForm.safeParse(value);
  if (result.success) return result.data;
  throw explainIssue(result.error.issues[0] as z.core.$ZodIssue, []);
}

/** What is wrong with which key; of a choice, that of the kind that was meant. */
function explainIssue(issue: z.core.$ZodIssue, parents: readonly PropertyKey[]): LedgerError {
  const path = [...parents, ...issue.path];
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.map(([first]) => first).find((first) => first && (first.path.length > 0 || !KIND.has(first.code)));
    if (meant !== undefined) return explainIssue(meant, path);
  }
  if (issue.code === 'unrecognized_keys') return badMetadata([...path, issue.keys[0] as string], 'there is no such key');
  if (issue.code === 'invalid_key') return badMetadata(path, issue.issues[0]?.message ?? issue.message);
  if (issue.code === 'too_big') {
    return badMetadata(path, `at most ${issue.maximum} ${issue.origin === 'array' ? 'entries' : 'characters'} are taken`);
  }
  return badMetadata(path, issue.message);
}

/** Issues that say no more than that the value is of the choice's other kind. */
const KIND = new Set(['invalid_type', 'custom', 'invalid_union']);

/**
 * A refusal that names a key like `columns[3].unit`.
 *
 * @param path - Keys and positions from the top.
 * @param problem - What is wrong.
 */
export function badMetadata(path: readonly PropertyKey[], problem: string): LedgerError {
  const part = (key: PropertyKey) => (typeof key === 'number' ? `[${key}]` : `.${quoteName(String(key).slice(0, 100))}`);
  return new LedgerError('BAD_METADATA', { key: path.map(part).join('').replace(/^\./, '') || 'the document', problem });
}

/** An object, and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Picks a text for a reader.
 *
 * @param tagged - Text, or texts by language.
 * @param languages - What the reader understands, best first.
 * @returns The first that fits, or whatever there is.
 */
export function textFor(tagged: TaggedText, languages: readonly string[]): string {
  if (typeof tagged === 'string') return tagged;
  const tag = languages.find((language) => Object.hasOwn(tagged, language)) ?? Object.keys(tagged).sort()[0];
  return tagged[tag ?? ''] ?? '';
}
