import { decodeBase64, encodeBase64, sha256, toUtf8Bytes } from 'ethers';
import { canonicalJson, type Json } from './canonical-json.js';
import { fromDcat, toDcat } from './dcat.js';
import { LedgerError } from './errors.js';
import { badMetadata, isObject, type Metadata, metadataForm, parseForm } from './metadata-form.js';

/** Most bytes of a metadata document. */
export const METADATA_MAX_BYTES = 16_384;

const URI_PREFIX = 'data:application/ld+json;base64,';

/** Metadata as it is hashed, kept and put on the chain. */
export interface MetadataDocument {
  /** DCAT 3 in JSON-LD, in the one form of RFC 8785: equal metadata has equal bytes. */
  text: string;
  /** SHA-256 of the text's UTF-8 bytes, in hex with 0x. */
  hash: string;
  /** The document itself as a `data:` URI. */
  uri: string;
}

/**
 * Reads metadata strictly: the form that people write, or a document as {@link encodeMetadata} writes it, with its keys in any order.
 *
 * @param value - From outside, as `JSON.parse` gives it.
 * @throws `BAD_METADATA` with the key.
 */
export function parseMetadata(value: unknown): Metadata {
  if (!isObject(value)) throw badMetadata([], 'an object is expected');
  if (!Object.hasOwn(value, '@context') && !Object.hasOwn(value, '@type')) return parseForm(value);
  const metadata = parseForm(fromDcat(value));
  const stray = firstDifference(value, toDcat(metadata), []);
  if (stray !== undefined) throw badMetadata(stray, 'a document has that otherwise, or not at all; see docs/metadata.md');
  return metadata;
}

/**
 * Writes the document that metadata becomes.
 *
 * @param metadata - As {@link parseMetadata} gives it.
 * @throws `METADATA_TOO_LARGE`.
 */
export function encodeMetadata(metadata: Metadata): MetadataDocument {
  const text = canonicalJson(toDcat(metadata));
  const bytes = toUtf8Bytes(text);
  if (bytes.length > METADATA_MAX_BYTES) {
    throw new LedgerError('METADATA_TOO_LARGE', { bytes: bytes.length, maximum: METADATA_MAX_BYTES });
  }
  return { text, hash: sha256(bytes), uri: `${URI_PREFIX}${encodeBase64(bytes)}` };
}

/**
 * Reads the metadata of a version from what the chain has of it. Anybody may have put anything there: nothing is believed, nothing is thrown.
 *
 * @param uri - The version's metadata URI.
 * @param hash - Its metadata hash, in hex with 0x.
 * @returns Undefined when the URI does not hold the document, the hash is another, or the document is not what {@link encodeMetadata} writes.
 */
export function readMetadata(uri: string, hash: string): Metadata | undefined {
  try {
    const most = URI_PREFIX.length + 4 * Math.ceil(METADATA_MAX_BYTES / 3);
    if (uri.length > most || !uri.startsWith(URI_PREFIX)) return undefined;
    const bytes = decodeBase64(uri.slice(URI_PREFIX.length));
    if (sha256(bytes) !== hash.toLowerCase()) return undefined;
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const { data } = metadataForm.safeParse(fromDcat(JSON.parse(text)));
    if (data === undefined) return undefined;
    const written = encodeMetadata(data);
    return written.uri === uri ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Where a value differs from what we would write: keys and positions from the top. It goes no deeper than what we write. */
function firstDifference(
  given: unknown,
  written: Json | undefined,
  path: readonly PropertyKey[],
): readonly PropertyKey[] | undefined {
  if (typeof written !== 'object') return given === written ? undefined : path;
  if (typeof given !== 'object' || given === null || Array.isArray(given) !== Array.isArray(written)) return path;
  const list = Array.isArray(written);
  for (const key of new Set([...Object.keys(given), ...Object.keys(written)])) {
    const [one, other] = [given, written].map((side) =>
      Object.hasOwn(side, key) ? (side as Record<string, unknown>)[key] : undefined,
    );
    const inner = firstDifference(one, other as Json | undefined, [...path, list ? Number(key) : key]);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
