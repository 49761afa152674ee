import type { Given, Refusal } from './messages.js';

/** A folder reads its entries in parts: it is asked until there are no more. */
function readEntries(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  return new Promise((resolve, reject) => {
    const all: FileSystemEntry[] = [];
    const next = () =>
      reader.readEntries((some) => {
        if (some.length === 0) return resolve(all);
        all.push(...some);
        next();
      }, reject);
    next();
  });
}

async function filesUnder(entry: FileSystemEntry, path: string): Promise<Given['files']> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path, file }];
  }
  const entries = await readEntries(entry as FileSystemDirectoryEntry);
  const files = await Promise.all(entries.map((one) => filesUnder(one, path === '' ? one.name : `${path}/${one.name}`)));
  return files.flat();
}

/**
 * What was dropped: a file, or a folder with all below it.
 *
 * @returns Why not, when it was neither or more than one, or can't be read.
 */
export async function readDrop(transfer: DataTransfer): Promise<Given | Refusal> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) return { reason: 'several' };
  try {
    return { name: entry.name, folder: entry.isDirectory, files: await filesUnder(entry, '') };
  } catch {
    return { reason: 'unreadable' };
  }
}

/** What was chosen in a dialog; of a folder the browser gives paths that begin with its name. */
export function readChoice(list: FileList | null, folder: boolean): Given | undefined {
  const files = [...(list ?? [])];
  const [first] = files;
  if (first === undefined) return undefined;
  if (!folder) return { name: first.name, folder, files: [{ path: '', file: first }] };
  const name = first.webkitRelativePath.split('/')[0] ?? '';
  return { name, folder, files: files.map((file) => ({ path: file.webkitRelativePath.slice(name.length + 1), file })) };
}
