import { type ApiEndpoint, type JsonSchema, type OpenApi, schemaName } from './openapi.js';

/** The environment variable that examples take the token from. */
export const TOKEN_VARIABLE = 'TUNNELWATCH_TOKEN';

/** Values for parameters and fields of which a schema does not say what they look like. */
const VALUES: Readonly<Record<string, string>> = {
  id: '1',
  gateway: 'gw1',
  matchkey: '501',
  name: 'example',
  line: 'EFW: IPSEC: prio=2 id=278 matchkey=501',
};

/** A request of an operation, with an example for all that it requires. */
export interface ExampleRequest {
  method: string;
  url: string;
  /** JSON; undefined without a body of JSON. */
  body: string | undefined;
}

/** @param origin scheme and host, as in `https://tunnelwatch.example` */
export function exampleRequest(document: OpenApi, endpoint: ApiEndpoint, origin: string): ExampleRequest {
  const { method, base, operation } = endpoint;
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(VALUES[name] ?? 'example'),
  );
  const query = operation.parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(exampleOf(document, schema, name)))}`);
  const schema = operation.requestBody?.content['application/json']?.schema;
  return {
    method: method.toUpperCase(),
    url: `${origin}${base}${path}${query.length === 0 ? '' : `?${query.join('&')}`}`,
    body: schema === undefined ? undefined : JSON.stringify(exampleOf(document, schema, '')),
  };
}

/** The request for a shell. */
export function curlExample({ method, url, body }: ExampleRequest): string {
  const parts = [
    `curl --fail-with-body${method === 'GET' ? '' : ` --request ${method}`}`,
    `--header "Authorization: Bearer $${TOKEN_VARIABLE}"`,
    ...(body === undefined ? [] : [`--header 'Content-Type: application/json'`, `--data ${shellQuoted(body)}`]),
    shellQuoted(url),
  ];
  return parts.join(' \\\n  ');
}

/** The request for Node.js, Deno or Bun. */
export function javaScriptExample({ method, url, body }: ExampleRequest): string {
  const headers = [
    `    Authorization: \`Bearer \${process.env.${TOKEN_VARIABLE}}\`,`,
    ...(body === undefined ? [] : [`    'Content-Type': 'application/json',`]),
  ];
  return [
    `const response = await fetch(${JSON.stringify(url)}, {`,
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    '  headers: {',
    ...headers,
    '  },',
    ...(body === undefined ? [] : [`  body: JSON.stringify(${body}),`]),
    '});',
    'if (!response.ok) throw new Error((await response.json()).detail);',
    'console.log(await response.text());',
  ].join('\n');
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

const MAX_DEPTH = 8;

/** A value that a schema allows: all that it requires and nothing more. */
export function exampleOf(document: OpenApi, schema: JsonSchema, name: string, depth = 0): unknown {
  const referred = schemaName(schema);
  const found = referred === undefined ? schema : (document.components.schemas[referred] ?? {});
  if (depth > MAX_DEPTH) return null;
  const { const: constant, enum: choices, type } = found;
  if (constant !== undefined) return constant;
  if (Array.isArray(choices)) return choices[0];
  const first = firstAlternative(found);
  if (first !== undefined) return exampleOf(document, first, name, depth + 1);
  if (type === 'object') return exampleObject(document, found, depth);
  if (type === 'array') return exampleArray(document, found, name, depth);
  return examplePlain(found, name);
}

function firstAlternative({ oneOf, anyOf, allOf }: JsonSchema): JsonSchema | undefined {
  const lists = [oneOf, anyOf, allOf].filter((list) => Array.isArray(list));
  const first: unknown = lists[0]?.[0];
  return isSchema(first) ? first : undefined;
}

function exampleObject(document: OpenApi, { properties, required }: JsonSchema, depth: number): unknown {
  const needed = Array.isArray(required) ? required.map(String) : [];
  const fields = isSchema(properties) ? properties : {};
  return Object.fromEntries(
    needed.map((field) => {
      const part = fields[field];
      return [field, isSchema(part) ? exampleOf(document, part, field, depth + 1) : null];
    }),
  );
}

function exampleArray(document: OpenApi, { items, minItems }: JsonSchema, name: string, depth: number): unknown[] {
  const isNeeded = typeof minItems === 'number' && minItems > 0;
  return isNeeded && isSchema(items) ? [exampleOf(document, items, name, depth + 1)] : [];
}

function examplePlain({ type, minimum, format }: JsonSchema, name: string): unknown {
  if (type === 'integer' || type === 'number') return Math.max(1, typeof minimum === 'number' ? minimum : 1);
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  return format === 'date-time' ? '2026-02-10T17:00:00Z' : (VALUES[name] ?? 'example');
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
