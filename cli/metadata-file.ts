import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LedgerError } from '../sdk/errors.js';
import { type MetadataDocument, parseMetadata } from '../sdk/metadata.js';
import { badMetadata, type Metadata } from '../sdk/metadata-form.js';

/** Most bytes of a file that is read; what it says must fit into far fewer. */
const MOST_BYTES = 262_144;

/**
 * Reads metadata from a file.
 *
 * @throws `FILE_UNREADABLE`, `METADATA_TOO_LARGE`, `BAD_METADATA`.
 */
export function readMetadataFile(file: string): Metadata {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new LedgerError('FILE_UNREADABLE', { file, problem: (error as NodeJS.ErrnoException).code });
  }
  if (bytes.length > MOST_BYTES) throw new LedgerError('METADATA_TOO_LARGE', { bytes: bytes.length, maximum: MOST_BYTES });
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw badMetadata([], 'it is no JSON in UTF-8');
  }
  return parseMetadata(value);
}

/** Keeps a document in the home folder, byte for byte as it was hashed. */
export function keepMetadata(home: string, document: MetadataDocument): void {
  const folder = path.join(home, 'metadata');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${document.hash.slice(2)}.jsonld`), document.text);
}
