import { parsePlace } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { argsText, EVENT_FILTER, type EventOptions, eventFilterOf } from '../event-filter.js';
import { followEvents } from '../follow-events.js';
import { formatTime } from '../format-time.js';

interface Event {
  id: string;
  type: string;
  time: number;
  args: Record<string, unknown>;
}

/** `genba event follow` */
export const eventFollow = defineCommand({
  verb: 'follow',
  does: 'show events as they come, a line each, until Ctrl-C',
  options: { ...EVENT_FILTER, '--since <id>': 'begin after an event (its id), and miss none' },
  note: 'A connection that breaks is opened again where it ended. With --json each line is one event, or\nsays in `rewind` after which block the chain has taken back all.',
  examples: ['genba event follow', 'genba event follow --member 3 --json', 'genba event follow --since 120.4'],
  async run(context, options: EventOptions & { since?: string }) {
    const since = options.since === undefined ? undefined : parsePlace(options.since, '--since');
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
    const onEvent = (data: string) => {
      const { args, id, time, type } = JSON.parse(data) as Event;
      process.stdout.write(context.json ? `${data}\n` : `${id}  ${formatTime(time)}  ${type}  ${argsText(args)}\n`);
    };
    const onRewind = (block: number) => {
      if (context.json) process.stdout.write(`${JSON.stringify({ rewind: { block } })}\n`);
      else process.stdout.write(`the chain has taken back what came after block ${block}; what takes its place follows\n`);
    };
    await followEvents(context, { filter: eventFilterOf(options), since, onEvent, onRewind, signal: stop.signal });
  },
});
