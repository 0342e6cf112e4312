import { type OpenApi, openApiSchema } from '@tunnelwatch/shared/openapi';
import { apiUrl, getJson } from './http-client.js';

/** The document that describes this server's API. */
export function fetchOpenApi(signal: AbortSignal): Promise<OpenApi> {
  return getJson(openApiSchema, apiUrl('openapi.json'), signal);
}
