import { compareFiles, type DifferingFile, type KnownFile } from '../sdk/compare-files.js';
import { quoteName } from '../sdk/file-name.js';
import { FOLDER_FORMAT } from '../sdk/manifest.js';
import { CHUNK_BYTES, leafCount } from '../sdk/merkle-tree.js';
import type { Content } from './content.js';

/** Lines for people; `--json` has all. */
const MOST_LINES = 20;

/**
 * Says where content differs from what is registered.
 *
 * @param registered - The version's files; absent when nothing but its root is known.
 * @param content - What is at hand.
 * @returns The sentence, and the positions for programs: chunks from 0.
 */
export function explainDifference(
  registered: readonly KnownFile[] | undefined,
  content: Content,
): { difference: string } & Record<string, unknown> {
  if (registered === undefined) {
    return {
      difference:
        "its root is another. The version's chunk hashes are not here; ask the publisher for them (--chunks) to see where.",
    };
  }
  const found = compareFiles(registered, content.files);
  const describe = (one: DifferingFile) => {
    const at = (files: readonly KnownFile[]) => files.find((file) => file.path === one.path) as KnownFile;
    return whichChunk(one, at(registered), at(content.files));
  };
  if (content.format !== FOLDER_FORMAT) {
    const [differing] = found.differing;
    if (differing === undefined) return { difference: 'its root is another.' };
    return { difference: `${describe(differing)}.`, ...(differing.chunks && { chunks: differing.chunks }) };
  }
  const twin = new Map(found.renamed.map(({ from, to }) => [from, to]));
  const missing = found.missing.map((name) => {
    const to = twin.get(name);
    return `missing  ${quoteName(name)}${to === undefined ? '' : ` (its content is in ${quoteName(to)})`}`;
  });
  const lines = [
    ...found.differing.slice(0, MOST_LINES).map((one) => `differs  ${quoteName(one.path)}: ${describe(one)}`),
    ...missing,
    ...found.extra.map((name) => `extra    ${quoteName(name)}`),
  ];
  const { differing } = found;
  const count = differing.length + missing.length + found.extra.length;
  const shown = lines.slice(0, MOST_LINES);
  const more = count > shown.length ? [`… and ${count - shown.length} more; --json has all`] : [];
  const sum = `${differing.length} of ${registered.length} files differ, ${missing.length} missing, ${found.extra.length} extra.`;
  return { difference: [sum, ...[...shown, ...more].map((line) => `  ${line}`)].join('\n'), ...found };
}

/** The first chunk that differs, counted from 1, with its bytes counted from 0. */
function whichChunk({ chunks }: DifferingFile, registered: KnownFile, actual: KnownFile): string {
  const first = chunks?.[0];
  if (first === undefined || !registered.leaves || !actual.leaves) return 'its content is another';
  const [of, has] = [leafCount(registered.leaves), leafCount(actual.leaves)];
  if (first >= of) return `it is the registered file, and goes on after its ${of} chunks`;
  const end = Math.min((first + 1) * CHUNK_BYTES, registered.byteSize ?? Number.POSITIVE_INFINITY) - 1;
  const place = `chunk ${first + 1} of ${of} (bytes ${first * CHUNK_BYTES} to ${end})`;
  if (first >= has) return `it ends before ${place}`;
  const more = (chunks?.length ?? 1) - 1;
  return `${place} differs${more === 0 ? '' : `, and ${more} more chunk${more === 1 ? '' : 's'}`}`;
}
