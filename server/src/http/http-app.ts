import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { z } from 'zod';
import { alertActionRoutes } from './alert-action-routes.js';
import { alertDetailRoutes } from './alert-detail-routes.js';
import { alertRoutes } from './alert-routes.js';
import type { ApiContext } from './api-context.js';
import { auditRoutes } from './audit-routes.js';
import { catalogueRoutes } from './catalogue-routes.js';
import { clientFiles } from './client-files.js';
import { eventRoutes } from './event-routes.js';
import { healthRoutes } from './health-routes.js';
import { HttpProblem, problemHandler } from './http-problem.js';
import { metricsRoutes } from './metrics-routes.js';
import { notificationRoutes } from './notification-routes.js';
import { openApiDocument } from './openapi.js';
import type { Route } from './route.js';
import { ruleRoutes } from './rule-routes.js';
import { seriesRoutes } from './series-routes.js';
import { sourceRoutes } from './source-routes.js';
import { tunnelRoutes } from './tunnel-routes.js';
import { windowRoutes } from './window-routes.js';

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
  const health = [...healthRoutes(options.context), ...metricsRoutes(options.context)];
  // At the root too: supervisors and container health checks know nothing of the path that a proxy puts in front.
  if (options.basePath !== '/') app.use(supervision(health));
  const router = express.Router({ caseSensitive: true });
  router.use(supervision(health));
  router.use('/api/v1', apiRouter(options, health));
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

/** What supervisors ask for. */
function supervision(health: readonly Route[]): express.Router {
  const router = express.Router({ caseSensitive: true });
  addRoutes(router, health);
  return router;
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
      throw new HttpProblem(
        403,
        'forbidden-origin',
        'this server answers only to names of its own machine: open it as http://localhost',
      );
    }
    if (request.method !== 'GET' && request.method !== 'HEAD' && !isAllowedOrigin(origin, host)) {
      throw new HttpProblem(403, 'forbidden-origin', 'a page of another site must not act here');
    }
    next();
  };
}

function apiRouter(options: HttpAppOptions, health: readonly Route[]): express.Router {
  const { context } = options;
  const router = express.Router({ caseSensitive: true });
  const routes: Route[] = [
    ...catalogueRoutes(context),
    ...sourceRoutes(context),
    ...eventRoutes(context),
    ...tunnelRoutes(context, options.clock),
    ...seriesRoutes(context),
    ...alertRoutes(context, options.clock),
    ...alertDetailRoutes(context),
    ...alertActionRoutes(context),
    ...auditRoutes(context),
    ...windowRoutes(context),
    ...notificationRoutes(context),
    ...ruleRoutes(context),
    {
      method: 'get',
      path: '/openapi.json',
      summary: 'This document',
      answer: z.record(z.string(), z.unknown()),
      handle: (_request, response) => {
        response.json(document);
      },
    },
  ];
  const document = openApiDocument({ api: routes, health }, context.version, options.basePath);
  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.use(express.json({ limit: '64kb' }));
  addRoutes(router, routes);
  return router;
}

/** Adds routes; a method that a path does not have is answered with 405 and those that it has (RFC 9110 section 15.5.6). */
function addRoutes(router: express.Router, routes: readonly Route[]): void {
  const allowed = new Map<string, string[]>();
  for (const route of routes) {
    const pattern = route.path.replace(/\{(\w+)\}/g, ':$1');
    router[route.method](pattern, (request, response) => route.handle(request, response));
    const methods = allowed.get(pattern) ?? [];
    methods.push(...(route.method === 'get' ? ['GET', 'HEAD'] : ['POST']));
    allowed.set(pattern, methods);
  }
  for (const [pattern, methods] of allowed) {
    router.all(pattern, (request, response) => {
      response.setHeader('Allow', methods.join(', '));
      throw new HttpProblem(405, 'method-not-allowed', `${request.method} is not possible at ${request.originalUrl}`);
    });
  }
}
