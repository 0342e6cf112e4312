import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { alertRoutes } from './alert-routes.js';
import type { ApiContext } from './api-context.js';
import { catalogueRoutes } from './catalogue-routes.js';
import { clientFiles } from './client-files.js';
import { eventRoutes } from './event-routes.js';
import { HttpProblem, problemHandler } from './http-problem.js';
import { openApiDocument } from './openapi.js';
import type { Route } from './route.js';
import { seriesRoutes } from './series-routes.js';
import { tunnelRoutes } from './tunnel-routes.js';

export interface HttpAppOptions {
  context: ApiContext;
  basePath: string;
  clientDirectory: string;
  clock: () => number;
  isAllowedOrigin: (origin: string | undefined, host: string | undefined) => boolean;
  isAllowedHost: (host: string | undefined) => boolean;
  onError: (error: unknown) => void;
}

/** The HTTP side: health, API, and the pages. */
export function createHttpApp(options: HttpAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(securityHeaders());
  app.use(onlyOurOwn(options));
  app.use(compression());
  const router = express.Router({ caseSensitive: true });
  addHealth(router, options.context);
  router.use('/api/v1', apiRouter(options));
  router.use('/api', (request) => {
    throw new HttpProblem(404, 'not-found', `there is nothing at ${request.originalUrl}`);
  });
  router.use(clientFiles(options.clientDirectory, options.basePath));
  app.use(options.basePath, router);
  app.use((request) => {
    throw new HttpProblem(404, 'not-found', `there is nothing at ${request.originalUrl}`);
  });
  app.use(problemHandler(options.onError));
  return app;
}

function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Plain HTTP on loopback is the usual first start; TLS is the business of whoever puts it on a network.
    strictTransportSecurity: false,
  });
}

function onlyOurOwn({ isAllowedOrigin, isAllowedHost }: HttpAppOptions): RequestHandler {
  return (request, _response, next) => {
    const { origin, host } = request.headers;
    if (!isAllowedHost(host)) {
      throw new HttpProblem(403, 'forbidden-origin', 'this server answers only to names of its own machine: open it as http://localhost');
    }
    if (request.method !== 'GET' && request.method !== 'HEAD' && !isAllowedOrigin(origin, host)) {
      throw new HttpProblem(403, 'forbidden-origin', 'a page of another site must not act here');
    }
    next();
  };
}

function addHealth(router: express.Router, context: ApiContext): void {
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok', version: context.version });
  });
  router.get('/readyz', (_request, response) => {
    const reason = context.notReady();
    response.status(reason === undefined ? 200 : 503).json(reason === undefined ? { status: 'ready' } : { status: 'not ready', reason });
  });
}

function apiRouter(options: HttpAppOptions): express.Router {
  const { context } = options;
  const router = express.Router({ caseSensitive: true });
  const routes: Route[] = [
    ...catalogueRoutes(context),
    ...eventRoutes(context),
    ...tunnelRoutes(context, options.clock),
    ...seriesRoutes(context),
    ...alertRoutes(context),
  ];
  const document = openApiDocument(routes, context.version, options.basePath);
  router.use(express.json({ limit: '64kb' }));
  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  for (const route of routes) {
    const pattern = route.path.replace(/\{(\w+)\}/g, ':$1');
    router[route.method](pattern, (request, response) => route.handle(request, response));
  }
  for (const route of routes) {
    const pattern = route.path.replace(/\{(\w+)\}/g, ':$1');
    router.all(pattern, (request) => {
      throw new HttpProblem(405, 'method-not-allowed', `${request.method} is not possible at ${request.originalUrl}`);
    });
  }
  return router;
}
