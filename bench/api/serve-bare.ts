import { readFileSync } from 'node:fs';
import express from 'express';

/**
 * What Express answers at most: routes of their own, each with one ready object that it writes as JSON, as a process of its own. Run by the bench with
 * a file of objects by name.
 */
const answers = JSON.parse(readFileSync(process.argv[2] as string, 'utf8')) as Record<string, unknown>;
const app = express();
app.disable('x-powered-by');
app.set('etag', false);
for (const [name, answer] of Object.entries(answers)) {
  app.get(`/${name}/:id`, (_, response) => {
    response.json(answer);
  });
}
const server = app.listen(Number(process.argv[3]), '127.0.0.1');
process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
});
