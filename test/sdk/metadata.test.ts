import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { canonicalJson } from '../../sdk/canonical-json.js';
import { toDcat } from '../../sdk/dcat.js';
import type { LedgerError } from '../../sdk/errors.js';
import { encodeMetadata, METADATA_MAX_BYTES, parseMetadata, readMetadata } from '../../sdk/metadata.js';
import { textFor } from '../../sdk/metadata-form.js';

const PAGE = readFileSync(path.join(import.meta.dirname, '..', '..', 'docs', 'metadata.md'), 'utf8');
const [FORM, DOCUMENT] = [...PAGE.matchAll(/```json\n([\s\S]*?)```/g)].map(
  ([, text]) => JSON.parse(text as string) as Record<string, unknown>,
);

const hashOf = (bytes: string | Uint8Array) => `0x${createHash('sha256').update(bytes).digest('hex')}`;
const uriOf = (bytes: string | Uint8Array) => `data:application/ld+json;base64,${Buffer.from(bytes).toString('base64')}`;
/** The document of metadata, as anybody's JSON. */
const documentOf = (form: unknown) => JSON.parse(encodeMetadata(parseMetadata(form)).text) as Record<string, unknown>;

const refusal = (value: unknown): LedgerError => {
  try {
    parseMetadata(value);
  } catch (error) {
    return error as LedgerError;
  }
  throw new Error(`taken: ${JSON.stringify(value)}`);
};

/** Metadata whose document just fits, and one with a letter more. */
function largest() {
  const form = (letters: number) => {
    const most = 'x'.repeat(4000);
    return { title: 'T', licence: 'x'.repeat(200), description: { de: most, en: most, fr: most, ko: 'x'.repeat(letters) } };
  };
  const room = METADATA_MAX_BYTES - Buffer.byteLength(encodeMetadata(parseMetadata(form(1))).text) + 1;
  return { fits: form(room), tooLarge: form(room + 1) };
}

describe('metadata', () => {
  it('becomes the document of docs/metadata.md, with the hash that stands there', () => {
    const { text, hash, uri } = encodeMetadata(parseMetadata(FORM));
    expect(JSON.parse(text)).to.deep.equal(DOCUMENT);
    expect(hash).to.equal(hashOf(text));
    expect(PAGE).to.include(`\n${hash}\n`);
    expect(uri).to.equal(uriOf(text));
  });

  it('is written in one form: sorted keys, no spaces, shortest escapes', () => {
    const { text } = encodeMetadata(parseMetadata({ description: 'quote " backslash \\ 측정 \u{1f3ed}', title: 'T' }));
    expect(text).to.equal(
      '{"@context":{"dcat":"http://www.w3.org/ns/dcat#","dct":"http://purl.org/dc/terms/"},"@type":"dcat:Dataset",' +
        '"dct:description":"quote \\" backslash \\\\ 측정 \u{1f3ed}","dct:title":"T"}',
    );
    expect(canonicalJson({ '\u{1f3ed}': 'astral', '\uff01': 'wide', a: ['1', { b: undefined }] })).to.equal(
      '{"a":["1",{}],"\u{1f3ed}":"astral","\uff01":"wide"}',
    );
  });

  it('has equal bytes when it is equal', () => {
    const one = { title: { ko: '가', en: 'A' }, keywords: ['b', 'a', 'b'], columns: [{ name: ' x ', unit: 'mm' }] };
    const other = { columns: [{ unit: { text: 'mm' }, name: 'x' }], keywords: ['a', 'b'], title: { en: ' A', ko: '가' } };
    expect(encodeMetadata(parseMetadata(one)).text).to.equal(encodeMetadata(parseMetadata(other)).text);
    expect(encodeMetadata(parseMetadata({ title: 'A', keywords: [], columns: [] })).text).to.equal(
      encodeMetadata({ title: 'A' }).text,
    );
  });

  it('names only the vocabularies that it uses', () => {
    const prefixes = (form: object) => Object.keys(documentOf({ title: 'T', ...form })['@context'] as object);
    expect(prefixes({})).to.deep.equal(['dcat', 'dct']);
    expect(prefixes({ contact: { name: 'N' } })).to.deep.equal(['dcat', 'dct', 'vcard']);
    expect(prefixes({ columns: [{ name: 'N' }] })).to.deep.equal(['csvw', 'dcat', 'dct']);
    expect(prefixes({ columns: [{ name: 'N', unit: 'mm' }] })).to.deep.equal(['csvw', 'dcat', 'dct', 'schema']);
  });

  it('is read from its document with the keys in any order', () => {
    const turned = Object.fromEntries(Object.entries(DOCUMENT as object).reverse());
    expect(encodeMetadata(parseMetadata(turned))).to.deep.equal(encodeMetadata(parseMetadata(FORM)));
    const named = { title: 'T', licence: 'CC-BY-4.0' };
    expect(parseMetadata(documentOf(named))).to.deep.include(named);
  });

  const REFUSED: [string, unknown, string][] = [
    ['a number for the whole', 5, 'the document'],
    ['a list for the whole', [], 'the document'],
    ['nothing', {}, 'title'],
    ['an empty title', { title: ' ' }, 'title'],
    ['a title too long', { title: 'x'.repeat(201) }, 'title'],
    ['a title that is a number', { title: 1 }, 'title'],
    ['a title in no language', { title: {} }, 'title'],
    ['a language in other case', { title: { EN: 'x' } }, 'title.EN'],
    ['a title too long in one language', { title: { en: 'x', ko: 'x'.repeat(201) } }, 'title.ko'],
    ['a language named like a prototype', JSON.parse('{"title":{"en":"x","__proto__":"y"}}'), 'title'],
    ['an unknown key', { title: 'x', licences: 'MIT' }, 'licences'],
    ['a key named like a prototype', JSON.parse('{"title":"x","__proto__":{"title":"y"}}'), '__proto__'],
    ['a NUL', { title: 'a\0b' }, 'title'],
    ['a line break', { title: 'x', description: 'a\nb' }, 'description'],
    ['a C1 control character', { title: 'a\u009bb' }, 'title'],
    ['a turn of direction', { title: 'a\u202eb' }, 'title'],
    ['a lone surrogate', { title: 'a\ud800' }, 'title'],
    ['keywords in one text', { title: 'x', keywords: 'a,b' }, 'keywords'],
    ['too many keywords', { title: 'x', keywords: Array.from({ length: 33 }, (_, i) => `${i}`) }, 'keywords'],
    ['a keyword that is a number', { title: 'x', keywords: ['a', 1] }, 'keywords[1]'],
    ['a licence address with a space', { title: 'x', licence: 'https://a b' }, 'licence'],
    ['a contact without a name', { title: 'x', contact: { email: 'a@b.example' } }, 'contact.name'],
    ['no e-mail address', { title: 'x', contact: { name: 'n', email: 'a@b' } }, 'contact.email'],
    ['an address that is no web address', { title: 'x', contact: { name: 'n', url: 'javascript:1' } }, 'contact.url'],
    ['an unknown key of a column', { title: 'x', columns: [{ name: 'a' }, { name: 'b', type: 'c' }] }, 'columns[1].type'],
    ['a unit of nothing', { title: 'x', columns: [{ name: 'a', unit: {} }] }, 'columns[0].unit'],
    ['a unit code in small letters', { title: 'x', columns: [{ name: 'a', unit: { code: 'mmt' } }] }, 'columns[0].unit.code'],
    ['too many columns', { title: 'x', columns: Array.from({ length: 257 }, () => ({ name: 'a' })) }, 'columns'],
    ['a document with more in it', { ...DOCUMENT, 'dct:creator': 'x' }, 'dct:creator'],
    ['a document with other prefixes', { ...DOCUMENT, '@context': { dcat: 'x' } }, '@context.dcat'],
    ['a document of another type', { ...DOCUMENT, '@type': 'dcat:Catalog' }, '@type'],
    ['a document with a fetched context', { ...DOCUMENT, '@context': 'https://example.org/context' }, '@context'],
    ['a document with unsorted keywords', { ...DOCUMENT, 'dcat:keyword': ['spindle', 'milling'] }, 'dcat:keyword[0]'],
  ];
  for (const [what, value, key] of REFUSED) {
    it(`refuses ${what} and names ${key}`, () => {
      const { code, details } = refusal(value);
      expect({ code, key: details.key }).to.deep.equal({ code: 'BAD_METADATA', key });
    });
  }

  it('takes every value at its greatest length, and refuses a document that is too large as a whole', () => {
    const form = { title: 'x'.repeat(200), description: '한'.repeat(4000), licence: 'x'.repeat(500) };
    const size = Buffer.byteLength(encodeMetadata(parseMetadata(form)).text);
    expect(size).to.be.lessThan(METADATA_MAX_BYTES);
    const { fits, tooLarge } = largest();
    expect(Buffer.byteLength(encodeMetadata(parseMetadata(fits)).text)).to.equal(METADATA_MAX_BYTES);
    expect(() => encodeMetadata(parseMetadata(tooLarge)))
      .to.throw()
      .with.property('code', 'METADATA_TOO_LARGE');
  });

  it('gives a reader the language that fits best', () => {
    const title = { en: 'E', ko: 'K' };
    expect(textFor(title, ['ja', 'ko'])).to.equal('K');
    expect(textFor(title, ['ja'])).to.equal('E');
    expect(textFor(title, ['toString', '__proto__'])).to.equal('E');
    expect(textFor('plain', ['ja'])).to.equal('plain');
  });
});

describe('reading metadata from the chain', () => {
  const good = encodeMetadata(parseMetadata(FORM));

  it('gives the form back, whatever the case of the hash', () => {
    const read = readMetadata(good.uri, good.hash.toUpperCase().replace('X', 'x'));
    expect(read).to.deep.equal(parseMetadata(FORM));
    expect(read?.title).to.deep.equal((FORM as { title: object }).title);
  });

  it('takes the largest document there can be', () => {
    const { uri, hash } = encodeMetadata(parseMetadata(largest().fits));
    expect(readMetadata(uri, hash)?.title).to.equal('T');
  });

  /** Content that anybody could put on the chain, each with the hash that fits it. */
  const HOSTILE: Record<string, string | Uint8Array> = {
    nothing: '',
    'no JSON': '{',
    null: 'null',
    'a list': '[]',
    'no UTF-8': Buffer.from([0x22, 0xff, 0x22]),
    'a byte order mark': `\ufeff${good.text}`,
    'a space more': `${good.text} `,
    'the keys in another order': JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(good.text)).reverse())),
    'one key twice': good.text.replace('{', '{"@type":"dcat:Dataset",'),
    'a key too many': good.text.replace('{', '{"@id":"x",'),
    'a prototype key': good.text.replace('{', '{"__proto__":{"title":"x"},'),
    'an escape that is not needed': good.text.replace('Demo', '\\u0044emo'),
    'a NUL in a text': good.text.replace('Demo', '\\u0000emo'),
    'a lone surrogate': good.text.replace('Demo', '\\ud800emo'),
    'a title too long': good.text.replace('Spindle', 'S'.repeat(300)),
    'space around a text': good.text.replace('Demo', ' Demo'),
    'a language prototype': good.text.replace('"@language":"en"', '"@language":"__proto__"'),
    'deep nesting': '['.repeat(METADATA_MAX_BYTES),
    'deep nesting of objects': `${'{"dct:title":'.repeat(1200)}""${'}'.repeat(1200)}`,
    'deep nesting below a key that is read': `{"@type":"dcat:Dataset","dct:title":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    'wrong types everywhere': JSON.stringify({
      'dct:title': [null, 1, {}],
      'dcat:keyword': { length: 1e9 },
      'dct:license': [],
      'dcat:contactPoint': 'x',
      'csvw:tableSchema': { 'csvw:column': { '@list': [null, 1, 'x', []] } },
    }),
    'one byte more than there can be': Buffer.alloc(METADATA_MAX_BYTES + 1, 0x20),
  };
  for (const [what, bytes] of Object.entries(HOSTILE)) {
    it(`takes no document that is ${what}`, () => {
      expect(readMetadata(uriOf(bytes), hashOf(bytes))).to.equal(undefined);
    });
  }

  const padded = encodeMetadata({ title: 'TT' });
  const changed: Record<string, [string, string]> = {
    'no data URI': ['https://example.org/metadata', good.hash],
    'no URI': ['', good.hash],
    'another media type': [good.uri.replace('ld+json', 'json'), good.hash],
    'another hash': [good.uri, hashOf('x')],
    'the zero hash': [good.uri, `0x${'0'.repeat(64)}`],
    'no hash': [good.uri, ''],
    'base64 with a character of another alphabet': [`${good.uri.slice(0, -8)}-${good.uri.slice(-7)}`, good.hash],
    'base64 with a line break': [good.uri.replace(',', ',\n'), good.hash],
    'base64 with something behind it': [`${good.uri}=`, good.hash],
    'base64 without its padding': [padded.uri.replace(/=+$/, ''), padded.hash],
    'a hundred million characters': [`data:application/ld+json;base64,${'A'.repeat(1e8)}`, good.hash],
  };
  for (const [what, [uri, hash]] of Object.entries(changed)) {
    it(`takes no pair with ${what}`, () => {
      expect(readMetadata(uri, hash)).to.equal(undefined);
    });
  }

  it('has padding to lose in the pair above', () => {
    expect(padded.uri).to.match(/=$/);
    expect(readMetadata(padded.uri, padded.hash)).to.deep.equal({ title: 'TT' });
  });

  it('throws at no kind of value', () => {
    for (const value of [undefined, null, 5, {}, [], Symbol('x')]) {
      expect(readMetadata(value as unknown as string, good.hash)).to.equal(undefined);
      expect(readMetadata(good.uri, value as unknown as string)).to.equal(undefined);
    }
  });

  it('writes again exactly what it read', () => {
    expect(canonicalJson(toDcat(readMetadata(good.uri, good.hash) ?? { title: '' }))).to.equal(good.text);
  });
});
