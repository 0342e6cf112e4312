import { ERROR_CODES, type ErrorCode, problemDetails, problemSchema } from '@tunnelwatch/shared/error-code';
import { SESSION_COOKIE } from '@tunnelwatch/shared/people';
import { z } from 'zod';
import { SchemaComponents } from './named-schemas.js';
import type { Route } from './route.js';

export interface DescribedRoutes {
  /** Below /api/v1. */
  api: readonly Route[];
  /** At the root, and below the base path too. */
  health: readonly Route[];
}

const DESCRIPTION = `IPsec events, tunnels and alerts.

Send a token as \`Authorization: Bearer TOKEN\`; an admin makes one on the page Admin, or by \`tunnelwatch token create\`. Pages in a browser
use their session. Times are ISO 8601 in UTC. Lists have \`items\` and \`nextCursor\`: pass that as \`cursor\` for the next page. Errors are
problem details (RFC 9457); \`code\` is stable, \`detail\` says what to do.`;

/** The OpenAPI 3.1 document, generated from the schemas that the routes parse and answer with. */
export function openApiDocument({ api, health }: DescribedRoutes, version: string, basePath: string): unknown {
  const components = new SchemaComponents();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of api) {
    const path = (paths[route.path] ??= {});
    path[route.method] = operationOf(route, components, tagOf(route));
  }
  for (const route of health) {
    const servers = [...new Set(['/', basePath])].map((url) => ({ url }));
    paths[route.path] = { servers, [route.method]: operationOf(route, components, SUPERVISION) };
  }
  const responses = errorResponses(components);
  const tags = [...new Set([...api.map(tagOf), SUPERVISION])].map((name) => ({ name }));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tunnelwatch',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${basePath}api/v1` }],
    tags,
    paths,
    components: {
      schemas: components.schemas,
      responses,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: SESSION_COOKIE,
          description: 'Over HTTPS the name begins with `__Host-`, or with `__Secure-` below a base path.',
        },
      },
    },
  };
}

const SUPERVISION = 'Supervision';

/** Operations are grouped by the first part of their path: `/hand-over-notes` is `Hand over notes`. */
function tagOf({ path }: Route): string {
  const words = (path.split('/')[1] ?? '').replace(/\.json$/, '').replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function operationOf(route: Route, components: SchemaComponents, tag: string): unknown {
  return {
    summary: route.summary,
    ...(route.access === 'anyone'
      ? { security: [] }
      : { description: `Requires the role ${route.access}.`, security: [{ token: [] }, { session: [] }] }),
    operationId: operationId(route),
    tags: [tag],
    parameters: [...pathParameters(route.path), ...queryParameters(route.query, components)],
    ...bodyOf(route, components),
    responses: {
      ...(route.redirects === true
        ? { 302: { description: 'Redirect' } }
        : { 200: { description: 'Success', ...contentOf(route, components) } }),
      ...Object.fromEntries(errorsOf(route).map((status) => [status, { $ref: refOfError(status) }])),
      ...(route.otherStatus === undefined
        ? {}
        : { [route.otherStatus]: { description: 'Error', ...contentOf(route, components) } }),
      default: { $ref: '#/components/responses/Error' },
    },
  };
}

/** What the errors of each status are called as components. */
const ERRORS = {
  400: 'BadRequest',
  401: 'Unauthenticated',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  413: 'TooLarge',
  429: 'TooManyRequests',
  503: 'Unavailable',
} as const;

type ErrorStatus = keyof typeof ERRORS;

function refOfError(status: ErrorStatus): string {
  return `#/components/responses/${ERRORS[status]}`;
}

/** The errors that a route may answer with, besides those of any. */
function errorsOf({ access, path, method, query, body, bodyMedia }: Route): ErrorStatus[] {
  const hasBody = body !== undefined || bodyMedia !== undefined;
  const isChange = method !== 'get';
  return [
    ...(hasBody || query !== undefined ? ([400] as const) : []),
    ...(access === 'anyone' ? [] : ([401, 403] as const)),
    ...(path.includes('{') ? ([404] as const) : []),
    ...(isChange && path.includes('{') ? ([409] as const) : []),
    ...(hasBody ? ([413] as const) : []),
    ...(access === 'anyone' ? [] : ([429, 503] as const)),
  ];
}

function errorResponses(components: SchemaComponents): Record<string, unknown> {
  const schema = components.add(problemSchema);
  const content = (example: unknown) => ({ 'application/problem+json': { schema, example } });
  const named = Object.entries(ERRORS).map(([status, name]) => {
    const codes = ERROR_CODES.filter((code) => String(problemDetails(code, '').status) === status);
    const [first = 'internal'] = codes;
    const description = `${problemDetails(first, '').title}: ${codes.map((code) => `\`${code}\``).join(' or ')}`;
    return [name, { description, content: content(exampleProblem(first)) }];
  });
  return {
    ...Object.fromEntries(named),
    Error: { description: 'Any other error', content: content(exampleProblem('internal')) },
  };
}

const DETAILS: Partial<Record<ErrorCode, string>> = {
  'bad-request': 'limit: Too big: expected number to be <=1000',
  'not-found': 'no such alert: 99',
  unauthenticated: 'sign in, or send a token',
  'forbidden-origin': 'requests from other sites are not allowed',
};

function exampleProblem(code: ErrorCode): unknown {
  return problemDetails(code, DETAILS[code] ?? problemDetails(code, '').title);
}

function bodyOf({ body, bodyMedia }: Route, components: SchemaComponents): { requestBody?: unknown } {
  if (bodyMedia !== undefined) {
    return { requestBody: { required: true, content: { [bodyMedia]: { schema: { type: 'string' } } } } };
  }
  if (body === undefined) return {};
  return { requestBody: { required: true, content: { 'application/json': { schema: components.add(body) } } } };
}

function contentOf({ answer, media = [] }: Route, components: SchemaComponents): { content: Record<string, unknown> } {
  if (answer !== undefined) return { content: { 'application/json': { schema: components.add(answer) } } };
  return { content: Object.fromEntries(media.map((type) => [type, { schema: { type: 'string' } }])) };
}

function operationId({ method, path }: Route): string {
  const words = path.split(/[/{}]+/).filter((word) => word !== '');
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function pathParameters(path: string): unknown[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodType | undefined, components: SchemaComponents): unknown[] {
  if (query === undefined) return [];
  const parsed = z
    .object({ properties: z.record(z.string(), z.unknown()).default({}), required: z.array(z.string()).default([]) })
    .parse(components.add(query));
  return Object.entries(parsed.properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: parsed.required.includes(name),
    schema,
  }));
}
