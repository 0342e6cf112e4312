import { z } from 'zod';

/** The parts of our OpenAPI document that its page and its tests read. Schemas stay as they are: JSON Schema of 2020-12. */

const jsonSchema = z.record(z.string(), z.unknown());
export type JsonSchema = z.infer<typeof jsonSchema>;

const contentSchema = z.record(z.string(), z.object({ schema: jsonSchema }));

const responseSchema = z.object({ description: z.string(), content: contentSchema.optional() });

/** A response, or a reference to one that many operations have. */
const responseOrRefSchema = z.union([z.object({ $ref: z.string() }), responseSchema]);

export const openApiOperationSchema = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  tags: z.array(z.string()),
  parameters: z.array(
    z.object({ name: z.string(), in: z.enum(['path', 'query']), required: z.boolean(), schema: jsonSchema }),
  ),
  requestBody: z.object({ content: contentSchema }).optional(),
  responses: z.record(z.string(), responseOrRefSchema),
});

export type OpenApiOperation = z.infer<typeof openApiOperationSchema>;

export const HTTP_METHODS = ['get', 'post', 'put', 'delete'] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

const pathSchema = z.object({
  servers: z.array(z.object({ url: z.string() })).optional(),
  get: openApiOperationSchema.optional(),
  post: openApiOperationSchema.optional(),
  put: openApiOperationSchema.optional(),
  delete: openApiOperationSchema.optional(),
});

export const openApiSchema = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.object({ url: z.string() })),
  tags: z.array(z.object({ name: z.string() })),
  paths: z.record(z.string(), pathSchema),
  components: z.object({
    schemas: z.record(z.string(), jsonSchema),
    responses: z.record(z.string(), responseSchema),
  }),
});

export type OpenApi = z.infer<typeof openApiSchema>;

/** One operation with where it is. */
export interface ApiEndpoint {
  method: HttpMethod;
  path: string;
  /** Path of the server that it is below, without a slash at its end. */
  base: string;
  operation: OpenApiOperation;
}

/** All operations, in the order of the document. */
export function endpointsOf({ paths, servers }: OpenApi): ApiEndpoint[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    HTTP_METHODS.flatMap((method) => {
      const operation = item[method];
      const base = (item.servers ?? servers)[0]?.url.replace(/\/$/, '') ?? '';
      return operation === undefined ? [] : [{ method, path, base, operation }];
    }),
  );
}

const SCHEMA_REF = '#/components/schemas/';

/** The name of the schema that a reference names; undefined for a schema that is none. */
export function schemaName({ $ref }: JsonSchema): string | undefined {
  return typeof $ref === 'string' && $ref.startsWith(SCHEMA_REF) ? $ref.slice(SCHEMA_REF.length) : undefined;
}
