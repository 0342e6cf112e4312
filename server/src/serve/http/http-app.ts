import type { Access } from '@tunnelwatch/shared/access';
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { z } from 'zod';
import { alertActionRoutes } from './alerts/alert-action-routes.js';
import { alertDetailRoutes } from './alerts/alert-detail-routes.js';
import { alertRoutes } from './alerts/alert-routes.js';
import type { ApiContext } from './api-context.js';
import type { Socket } from 'node:net';
import type { Principal } from '../people/principal.js';
import type { PeopleService } from '../people/people-service.js';
import { clientAddress } from '../client-address.js';
import { createGuard, forbiddenAudit } from './access-guard.js';
import { auditRoutes } from './alerts/audit-routes.js';
import { catalogueRoutes } from './events/catalogue-routes.js';
import { clientFiles } from './client-files.js';
import { eventRoutes } from './events/event-routes.js';
import { diagnosisRoutes } from './tunnels/diagnosis-routes.js';
import { gatewayRoutes } from './tunnels/gateway-routes.js';
import { evidenceRoutes } from './report/evidence-routes.js';
import { handOverRoutes } from './report/hand-over-routes.js';
import { clusterRoutes } from './health/cluster-routes.js';
import { healthRoutes } from './health/health-routes.js';
import { HttpProblem, problemHandler } from './http-problem.js';
import { inventoryFileRoutes } from './inventory/inventory-file-routes.js';
import { inventoryRoutes } from './inventory/inventory-routes.js';
import { metricsRoutes } from './health/metrics-routes.js';
import { notificationRoutes } from './health/notification-routes.js';
import { notificationSettingsRoutes } from './health/notification-settings-routes.js';
import { openApiDocument } from './openapi.js';
import type { Route } from './route.js';
import { pastRoutes } from './report/past-routes.js';
import { reportRoutes } from './report/report-routes.js';
import { asAsker } from './request-asker.js';
import { ruleRoutes } from './alerts/rule-routes.js';
import { searchRoutes } from './search/search-routes.js';
import { seriesRoutes } from './events/series-routes.js';
import { sessionCookies } from './people/session-cookie.js';
import { sessionRoutes } from './people/session-routes.js';
import { settingsRoutes } from './people/settings-routes.js';
import { singleSignOnRoutes } from './people/single-sign-on-routes.js';
import { senderRoutes } from './health/sender-routes.js';
import { sourceRoutes } from './health/source-routes.js';
import { viewRoutes } from './people/view-routes.js';
import { tokenRoutes } from './people/token-routes.js';
import { wallRoutes } from './people/wall-routes.js';
import { tunnelRoutes } from './tunnels/tunnel-routes.js';
import { userRoutes } from './people/user-routes.js';
import { windowRoutes } from './alerts/window-routes.js';

export interface HttpAppOptions {
  context: ApiContext;
  basePath: string;
  clientDirectory: string;
  clock: () => number;
  isAllowedOrigin: (origin: string | undefined, host: string | undefined, isSecure: boolean) => boolean;
  isAllowedHost: (host: string | undefined) => boolean;
  /** What to do instead, for whoever is refused because of the host. */
  hostRemedy: string;
  /** Whether a host may become part of an address that a browser is sent to. */
  isTrustedHost: (host: string | undefined) => boolean;
  /** Who may do what. */
  desk: PeopleService;
  /** The time zone of the site. */
  siteTimeZone: string;
  /** Who may read /metrics. */
  metricsAccess: Access;
  /** Addresses of proxies that are trusted for a sender's address and protocol. */
  trustedProxies: readonly string[];
  /** True when this server itself serves HTTPS. */
  hasTls: boolean;
  /** Called with every request of somebody who has shown who they are. */
  onKnown: (socket: Socket, principal: Principal, address: string) => void;
  onError: (error: unknown) => void;
}

const HSTS_SECONDS = 180 * 86_400;

type Guard = ReturnType<typeof createGuard>;

/** The HTTP side: health, API, and the pages. */
export function createHttpApp(options: HttpAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', [...options.trustedProxies]);
  app.use(knownSender(options.trustedProxies));
  app.use(securityHeaders(options));
  app.use(onlyOurOwn(options));
  app.use(compression());
  const health = [...healthRoutes(options.context), ...metricsRoutes(options.context, options.metricsAccess)];
  const guard = createGuard(options.desk, ({ socket, ip }, principal) => {
    options.onKnown(socket, principal, ip ?? '');
  });
  // At the root too: supervisors and container health checks do not know the path that a proxy adds.
  if (options.basePath !== '/') app.use(supervision(health, guard));
  const router = express.Router({ caseSensitive: true });
  router.use(supervision(health, guard));
  router.use('/api/v1', apiRouter(options, health, guard));
  router.use('/api', (request) => {
    throw new HttpProblem(404, 'not-found', `nothing found at ${request.originalUrl}`);
  });
  router.use(clientFiles(options.clientDirectory, options.basePath, options.context.version));
  app.use(options.basePath, router);
  app.use((request) => {
    throw new HttpProblem(404, 'not-found', `nothing found at ${request.originalUrl}`);
  });
  app.use(forbiddenAudit(options.desk));
  app.use(problemHandler(options.onError));
  return app;
}

/** Health checks for supervisors. */
function supervision(health: readonly Route[], guard: Guard): express.Router {
  const router = express.Router({ caseSensitive: true });
  addRoutes(router, health, guard);
  return router;
}

/** `request.ip` in the spelling of `clientAddress`, which reads forwarded addresses with a port too. */
function knownSender(trustedProxies: readonly string[]): RequestHandler {
  const addressOf = clientAddress(trustedProxies);
  return (request, _response, next) => {
    Object.defineProperty(request, 'ip', { value: addressOf(request) });
    next();
  };
}

function securityHeaders({ hasTls }: HttpAppOptions): RequestHandler {
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
    // Not for subdomains, which may be somebody else's; a proxy that adds TLS sets the header itself.
    strictTransportSecurity: hasTls ? { maxAge: HSTS_SECONDS, includeSubDomains: false } : false,
  });
}

function onlyOurOwn({ isAllowedOrigin, isAllowedHost, hostRemedy }: HttpAppOptions): RequestHandler {
  return (request, _response, next) => {
    const { origin, host } = request.headers;
    if (!isAllowedHost(host)) {
      throw new HttpProblem(403, 'forbidden-origin', `this is not a host name of this server: ${hostRemedy}`);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD' && !isAllowedOrigin(origin, host, request.secure)) {
      throw new HttpProblem(403, 'forbidden-origin', 'requests from other sites are not allowed');
    }
    next();
  };
}

function apiRouter(options: HttpAppOptions, health: readonly Route[], guard: Guard): express.Router {
  const { context, desk } = options;
  const router = express.Router({ caseSensitive: true });
  const routes: Route[] = [
    ...catalogueRoutes(context),
    ...sourceRoutes(context, options.clock),
    ...senderRoutes(context),
    ...clusterRoutes(context),
    ...eventRoutes(context),
    ...evidenceRoutes(context, options.clock),
    ...diagnosisRoutes(context),
    ...gatewayRoutes(context),
    ...searchRoutes(context),
    ...tunnelRoutes(context, options.clock),
    ...seriesRoutes(context),
    ...alertRoutes(context, options.clock),
    ...alertDetailRoutes(context),
    ...alertActionRoutes(context),
    ...auditRoutes(context),
    ...pastRoutes(context, desk, options.clock),
    ...reportRoutes(context, desk, options.clock),
    ...handOverRoutes(context, desk, options.clock),
    ...windowRoutes(context),
    ...inventoryFileRoutes(context),
    ...inventoryRoutes(context),
    ...notificationRoutes(context),
    ...notificationSettingsRoutes(context),
    ...sessionRoutes(desk, sessionCookies(options.basePath), options.siteTimeZone),
    ...settingsRoutes(desk),
    ...viewRoutes(desk),
    ...singleSignOnRoutes(desk, sessionCookies(options.basePath), options),
    ...userRoutes(desk),
    ...tokenRoutes(desk, options.clock),
    ...wallRoutes(desk, options.clock),
    ...ruleRoutes(context),
    {
      method: 'get',
      path: '/openapi.json',
      access: 'viewer',
      summary: 'This document',
      answer: z.record(z.string(), z.unknown()),
      handle: (_request, response) => {
        // Built on demand: the schemas of all routes would be a large part of the startup time.
        document ??= openApiDocument({ api: routes, health }, context.version, options.basePath);
        response.json(document);
      },
    },
  ];
  let document: unknown;
  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  addRoutes(router, routes, guard);
  return router;
}

const ALLOWED: Readonly<Record<Route['method'], readonly string[]>> = {
  get: ['GET', 'HEAD'],
  post: ['POST'],
  put: ['PUT'],
  delete: ['DELETE'],
};

/** Adds routes; a method that a path does not support is answered with 405 and the supported ones (RFC 9110 section 15.5.6). */
function addRoutes(router: express.Router, routes: readonly Route[], guard: Guard): void {
  const json = express.json({ limit: '64kb' });
  const allowed = new Map<string, string[]>();
  for (const route of routes) {
    const pattern = route.path.replace(/\{(\w+)\}/g, ':$1');
    // The body of a request without the required role is not even read.
    const reading = route.bodyMedia === undefined ? [json] : [];
    router[route.method](pattern, guard(route), ...reading, (request, response) =>
      asAsker(request, response, () => route.handle(request, response)),
    );
    const methods = allowed.get(pattern) ?? [];
    methods.push(...ALLOWED[route.method]);
    allowed.set(pattern, methods);
  }
  for (const [pattern, methods] of allowed) {
    router.all(pattern, (request, response) => {
      response.setHeader('Allow', methods.join(', '));
      throw new HttpProblem(405, 'method-not-allowed', `${request.method} is not supported at ${request.originalUrl}`);
    });
  }
}
