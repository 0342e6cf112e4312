import { type PastAnswer, pastAnswerSchema, type PastGaps, pastGapsSchema } from '@tunnelwatch/shared/past';
import type { View } from '@tunnelwatch/shared/protocol';
import { apiUrl, getJson, type Query } from './http-client.js';

/** The past, which every page and the wall can show; each function rejects with HttpError. */

/** A live view as it was at a time (ISO 8601). */
export function fetchPast({ view, ...rest }: View, at: string, signal: AbortSignal): Promise<PastAnswer> {
  return getJson(pastAnswerSchema, apiUrl(`past/${view}`, { ...rest, at }), signal);
}

/** When Tunnelwatch was not running within a range of at most seven days. */
export function fetchPastGaps(query: Query, signal: AbortSignal): Promise<PastGaps> {
  return getJson(pastGapsSchema, apiUrl('past/gaps', query), signal);
}
