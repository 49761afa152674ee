import type { Json } from './canonical-json.js';
import { isObject, type Metadata, type TaggedText } from './metadata-form.js';

/** JSON-LD, as {@link toDcat} writes it. */
export type DcatDocument = { readonly [key: string]: Json | undefined };

/**
 * Writes metadata as a DCAT 3 dataset in JSON-LD. The context stands in it and names the vocabularies that it uses: nothing has to be fetched.
 *
 * @param metadata - What the document says.
 */
export function toDcat(metadata: Metadata): DcatDocument {
  const { title, description, keywords, licence, contact, columns } = metadata;
  const units = columns?.some((column) => column.unit !== undefined) ?? false;
  return {
    '@context': {
      csvw: columns && 'http://www.w3.org/ns/csvw#',
      dcat: 'http://www.w3.org/ns/dcat#',
      dct: 'http://purl.org/dc/terms/',
      schema: units ? 'https://schema.org/' : undefined,
      vcard: contact && 'http://www.w3.org/2006/vcard/ns#',
    },
    '@type': 'dcat:Dataset',
    'dct:title': toTagged(title),
    'dct:description': description && toTagged(description),
    'dcat:keyword': keywords,
    'dct:license': licence === undefined ? undefined : toLicence(licence),
    'dcat:contactPoint': contact && {
      '@type': 'vcard:Kind',
      'vcard:fn': contact.name,
      'vcard:hasEmail': contact.email === undefined ? undefined : { '@id': `mailto:${contact.email}` },
      'vcard:hasURL': contact.url === undefined ? undefined : { '@id': contact.url },
    },
    // A list, for the order of columns counts, and a bare array of JSON-LD has none.
    'csvw:tableSchema': columns && { '@type': 'csvw:Schema', 'csvw:column': { '@list': columns.map(toColumn) } },
  };
}

function toColumn({ name, unit, description }: NonNullable<Metadata['columns']>[number]): Json {
  return {
    '@type': 'csvw:Column',
    'csvw:name': name,
    'dct:description': description && toTagged(description),
    'schema:unitCode': unit?.code,
    'schema:unitText': unit?.text,
  };
}

function toLicence(licence: string): Json {
  return /^https?:/i.test(licence) ? { '@id': licence } : { '@type': 'dct:LicenseDocument', 'dct:title': licence };
}

function toTagged(text: TaggedText): Json {
  if (typeof text === 'string') return text;
  const tags = Object.keys(text).sort();
  return tags.map((tag) => ({ '@language': tag, '@value': text[tag] }));
}

/**
 * Takes out of a document what {@link toDcat} puts in. It checks nothing: whoever reads a document parses the outcome, writes it again and
 * compares.
 *
 * @param document - From outside.
 * @returns The form, unchecked.
 */
export function fromDcat(document: unknown): unknown {
  const licence = at(document, 'dct:license');
  const contact = at(document, 'dcat:contactPoint');
  const email = at(contact, 'vcard:hasEmail', '@id');
  const columns = at(document, 'csvw:tableSchema', 'csvw:column', '@list');
  return withoutGaps({
    title: fromTagged(at(document, 'dct:title')),
    description: fromTagged(at(document, 'dct:description')),
    keywords: at(document, 'dcat:keyword'),
    licence: at(licence, '@id') ?? at(licence, 'dct:title'),
    contact:
      contact &&
      withoutGaps({
        name: at(contact, 'vcard:fn'),
        email: typeof email === 'string' ? email.replace(/^mailto:/, '') : email,
        url: at(contact, 'vcard:hasURL', '@id'),
      }),
    columns: Array.isArray(columns) ? columns.map(fromColumn) : columns,
  });
}

function fromColumn(column: unknown): unknown {
  const unit = withoutGaps({ code: at(column, 'schema:unitCode'), text: at(column, 'schema:unitText') });
  return withoutGaps({
    name: at(column, 'csvw:name'),
    unit: Object.keys(unit).length === 0 ? undefined : unit,
    description: fromTagged(at(column, 'dct:description')),
  });
}

function fromTagged(text: unknown): unknown {
  if (!Array.isArray(text)) return text;
  return Object.fromEntries(text.map((one: unknown) => [String(at(one, '@language')), at(one, '@value')]));
}

/** The value under keys, one in the other. */
function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce((inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), value);
}

function withoutGaps(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
