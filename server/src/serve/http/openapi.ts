import { problemSchema } from '@tunnelwatch/shared/error-code';
import { SESSION_COOKIE } from '@tunnelwatch/shared/people';
import { z } from 'zod';
import type { Route } from './route.js';

export interface DescribedRoutes {
  /** Below /api/v1. */
  api: readonly Route[];
  /** At the root, and below the base path too. */
  health: readonly Route[];
}

/** The OpenAPI 3.1 document, generated from the schemas that the routes parse and answer with. */
export function openApiDocument({ api, health }: DescribedRoutes, version: string, basePath: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of api) {
    const path = (paths[route.path] ??= {});
    path[route.method] = operationOf(route);
  }
  for (const route of health) {
    const servers = [...new Set(['/', basePath])].map((url) => ({ url }));
    paths[route.path] = { servers, [route.method]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tunnelwatch',
      version,
      description:
        'IPsec events, tunnels and alerts. Times are ISO 8601 in UTC, errors are problem details (RFC 9457).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${basePath}api/v1` }],
    components: {
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
    paths,
  };
}

function operationOf(route: Route): unknown {
  return {
    summary: route.summary,
    ...(route.access === 'anyone'
      ? { security: [] }
      : { description: `Requires the role ${route.access}.`, security: [{ token: [] }, { session: [] }] }),
    operationId: operationId(route),
    parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
    ...bodyOf(route),
    responses: {
      ...(route.redirects === true
        ? { 302: { description: 'Redirect' } }
        : { 200: { description: 'Success', ...contentOf(route) } }),
      ...(route.otherStatus === undefined
        ? {}
        : { [route.otherStatus]: { description: 'Error', ...contentOf(route) } }),
      default: {
        description: 'Problem details',
        content: { 'application/problem+json': { schema: schemaOf(problemSchema) } },
      },
    },
  };
}

function bodyOf({ body, bodyMedia }: Route): { requestBody?: unknown } {
  if (bodyMedia !== undefined) {
    return { requestBody: { required: true, content: { [bodyMedia]: { schema: { type: 'string' } } } } };
  }
  if (body === undefined) return {};
  return { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } };
}

function contentOf({ answer, media = [] }: Route): { content: Record<string, unknown> } {
  if (answer !== undefined) return { content: { 'application/json': { schema: schemaOf(answer) } } };
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

function queryParameters(query: z.ZodType | undefined): unknown[] {
  if (query === undefined) return [];
  const parsed = z
    .object({ properties: z.record(z.string(), z.unknown()).default({}), required: z.array(z.string()).default([]) })
    .parse(schemaOf(query));
  return Object.entries(parsed.properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: parsed.required.includes(name),
    schema,
  }));
}

/** The wire format, so the input side: times are strings there. */
function schemaOf(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}
