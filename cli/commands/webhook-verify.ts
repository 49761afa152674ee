import { readFileSync } from 'node:fs';
import { LedgerError } from '../../sdk/errors.js';
import { verifyWebhook, WEBHOOK_HEADERS } from '../../sdk/webhooks.js';
import { defineCommand } from '../define-command.js';

interface Options {
  id: string;
  timestamp: string;
  signature: string;
  body?: string;
  secretFile: string;
  anyTime?: boolean;
}

/** `genba webhook verify` */
export const webhookVerify = defineCommand({
  verb: 'verify',
  does: 'check the signature of a message that your receiver got',
  needs: {
    '--id <value>': 'the header webhook-id',
    '--timestamp <value>': 'the header webhook-timestamp',
    '--signature <value>': 'the header webhook-signature',
    '--secret-file <file>': 'holds the secret, which is no thing for a command line',
  },
  options: { '--body <file>': 'the body, byte for byte (default: stdin)', '--any-time': 'however long ago it was signed' },
  examples: [
    'genba webhook verify --id msg_2_120-4_0 --timestamp 1790000000 --signature v1,… --secret-file secret.txt --body body.json',
  ],
  async run(context, { anyTime, body, id, secretFile, signature, timestamp }: Options) {
    const headers = {
      [WEBHOOK_HEADERS.id]: id,
      [WEBHOOK_HEADERS.timestamp]: timestamp,
      [WEBHOOK_HEADERS.signature]: signature,
    };
    const text = read(body);
    const event = verifyWebhook(read(secretFile).trim(), headers, text, anyTime ? Number(timestamp) : undefined);
    context.print(event, `the signature holds: ${event.type} ${event.id}`);
  },
});

/** A file, or what comes in by the pipe. */
function read(file: string | undefined): string {
  try {
    return readFileSync(file ?? process.stdin.fd, 'utf8');
  } catch (error) {
    throw new LedgerError('FILE_UNREADABLE', { file: file ?? 'stdin', problem: (error as NodeJS.ErrnoException).code });
  }
}
