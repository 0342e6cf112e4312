import { readFileSync } from 'node:fs';
import path from 'node:path';
import express, { type Request, type Router } from 'express';
import { VERSION_META } from '@tunnelwatch/shared/protocol';

/** A year: names of built files contain a hash of their content. */
const FOR_EVER = { immutable: true, maxAge: '365d' } as const;

/** The built client: files as they are, and index.html for every page, with its version and the path that it is served under. */
export function clientFiles(directory: string, basePath: string, version: string): Router {
  const router = express.Router();
  const page = readPage(directory)
    .replace(/<base[^>]*>/, '')
    .replace('<head>', () => `<head><base href="${basePath}"><meta name="${VERSION_META}" content="${version}">`);
  router.use('/assets', express.static(path.join(directory, 'assets'), { ...FOR_EVER, index: false }));
  // The built file does not know the path that it is served under.
  router.use((request, response, next) => {
    if (request.path === '/index.html') response.redirect(301, basePath);
    else next();
  });
  router.use(express.static(directory, { index: false, maxAge: '1h' }));
  router.get('/{*splat}', (request, response, next) => {
    // A missing file is reported as missing; only pages, which have no extension or accept HTML, get the client.
    if (request.path.startsWith('/assets/') || !isPage(request)) {
      next();
      return;
    }
    response.setHeader('Cache-Control', 'no-cache');
    response.type('html').send(page);
  });
  return router;
}

function isPage(request: Request): boolean {
  const asksForHtml = request.headers.accept?.includes('text/html') === true;
  return asksForHtml || (request.accepts('html') !== false && !/\.\w{2,5}$/.test(request.path));
}

function readPage(directory: string): string {
  try {
    return readFileSync(path.join(directory, 'index.html'), 'utf8');
  } catch (cause) {
    throw new Error(`the pages are missing (${directory}): build them with npm run build`, { cause });
  }
}
