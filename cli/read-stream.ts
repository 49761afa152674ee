/** One message of a stream. */
export interface Message {
  /** Empty: an ordinary one. */
  event: string;
  id: string;
  data: string;
}

/**
 * Reads a stream of Server-Sent Events until it ends.
 *
 * @param body - What arrives.
 * @param onMessage - Called with each message that has data.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function readStream(body: ReadableStream<Uint8Array>, onMessage: (message: Message) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const blocks = rest.split('\n\n');
    rest = blocks.pop() as string;
    for (const block of blocks) {
      const field = (name: string) =>
        block
          .split('\n')
          .filter((line) => line.startsWith(`${name}: `))
          .map((line) => line.slice(name.length + 2))
          .join('\n');
      if (field('data') !== '') onMessage({ event: field('event'), id: field('id'), data: field('data') });
    }
  }
}
