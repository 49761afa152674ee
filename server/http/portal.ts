import path from 'node:path';
import compression from 'compression';
import express, { type RequestHandler } from 'express';
import helmet from 'helmet';

/** Where the pages are. */
export const PORTAL = '/portal';

/** How long a file whose name holds the hash of its content may be kept, in seconds. */
const YEAR_SECONDS = 31_536_000;

/**
 * Sends the pages: files that were built before. Everything they load comes from here; any address below {@link PORTAL} is a page, which finds
 * out by itself what it shows.
 *
 * @param folder - Where they were built.
 */
export function servePortal(folder: string): RequestHandler {
  const portal = express.Router();
  portal.use(
    helmet.contentSecurityPolicy({
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // Components place themselves by styles of their own.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    }),
  );
  portal.use(compression());
  portal.use(
    '/assets',
    express.static(path.join(folder, 'assets'), { immutable: true, maxAge: YEAR_SECONDS * 1000, index: false }),
  );
  portal.use('/assets', (_request, response) => {
    response.status(404).end();
  });
  portal.use(express.static(folder, { index: false }));
  portal.use((_request, response) => {
    response.sendFile(path.join(folder, 'index.html'), { cacheControl: false, headers: { 'cache-control': 'no-cache' } });
  });
  return portal;
}

/** Whether a request comes from a browser that opens a page, rather than from a program. */
export function wantsPage(accept: string | undefined): boolean {
  return accept?.split(',').some((type) => type.trim().startsWith('text/html')) ?? false;
}
