import type { Response } from 'express';

/** Writes, and waits until the reader has taken it; who is gone is not waited for. */
export async function writeChunk(response: Response, chunk: Uint8Array | string): Promise<void> {
  if (chunk.length === 0 || response.destroyed || response.write(chunk)) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
