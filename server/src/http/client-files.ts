import { readFileSync } from 'node:fs';
import path from 'node:path';
import express, { type Router } from 'express';

/** A year: names of built files hold a hash of their content. */
const FOR_EVER = { immutable: true, maxAge: '365d' } as const;

/** The built client: files as they are, and index.html for every page, told under which path it is served. */
export function clientFiles(directory: string, basePath: string): Router {
  const router = express.Router();
  const page = readPage(directory).replace(/<base[^>]*>|<head>/, (found) =>
    found === '<head>' ? `<head><base href="${basePath}">` : `<base href="${basePath}">`,
  );
  router.use('/assets', express.static(path.join(directory, 'assets'), { ...FOR_EVER, index: false }));
  router.use(express.static(directory, { index: false, maxAge: '1h' }));
  router.get('/{*splat}', (request, response, next) => {
    // A missing file is a missing file; only pages, which have no ending or ask for HTML, get the client.
    if (request.path.startsWith('/assets/') || !request.accepts('html')) {
      next();
      return;
    }
    response.setHeader('Cache-Control', 'no-cache');
    response.type('html').send(page);
  });
  return router;
}

function readPage(directory: string): string {
  try {
    return readFileSync(path.join(directory, 'index.html'), 'utf8');
  } catch (cause) {
    throw new Error(`the pages are not there (${directory}): build them with npm run build`, { cause });
  }
}
