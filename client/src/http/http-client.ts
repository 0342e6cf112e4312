import { type Problem, problemDetails, problemSchema } from '@tunnelwatch/shared/error-code';
import type { z } from 'zod';
import { basePath } from '../browser/base-path.js';
import { HttpError } from './http-error.js';

type QueryValue = string | number | boolean | undefined;
export type Query = Readonly<Record<string, QueryValue>>;

/** The URL of an endpoint under `api/v1`, relative to the base path; undefined values are left out of the query. */
export function apiUrl(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return `${basePath}api/v1/${path}${text === '' ? '' : `?${text}`}`;
}

/** Gets and parses. Rejects with HttpError for every failure, except that an abort stays an abort. */
export async function getJson<Schema extends z.ZodType>(
  schema: Schema,
  url: string,
  signal: AbortSignal,
): Promise<z.output<Schema>> {
  return parseAnswer(schema, await send(url, { signal, headers: { accept: 'application/json' } }));
}

/** Posts JSON and parses the answer. Rejects with HttpError for every failure, except that an abort stays an abort. */
export async function postJson<Schema extends z.ZodType>(
  schema: Schema,
  url: string,
  body: unknown,
  signal: AbortSignal | null = null,
): Promise<z.output<Schema>> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  return parseAnswer(schema, await send(url, { method: 'POST', headers, body: JSON.stringify(body), signal }));
}

/** Puts JSON and parses the answer. Rejects with HttpError for every failure. */
export async function putJson<Schema extends z.ZodType>(
  schema: Schema,
  url: string,
  body: unknown,
): Promise<z.output<Schema>> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  return parseAnswer(schema, await send(url, { method: 'PUT', headers, body: JSON.stringify(body) }));
}

/** Posts a CSV file and parses the answer. Rejects with HttpError for every failure. */
export async function postCsv<Schema extends z.ZodType>(
  schema: Schema,
  url: string,
  file: Blob,
): Promise<z.output<Schema>> {
  const headers = { accept: 'application/json', 'content-type': 'text/csv' };
  return parseAnswer(schema, await send(url, { method: 'POST', headers, body: file }));
}

/** Deletes and parses the answer. Rejects with HttpError for every failure. */
export async function deleteJson<Schema extends z.ZodType>(schema: Schema, url: string): Promise<z.output<Schema>> {
  return parseAnswer(schema, await send(url, { method: 'DELETE', headers: { accept: 'application/json' } }));
}

async function parseAnswer<Schema extends z.ZodType>(schema: Schema, response: Response): Promise<z.output<Schema>> {
  if (!response.ok) throw new HttpError(noticed(await problemOf(response)));
  const parsed = schema.safeParse(await readJson(response));
  if (!parsed.success) throw new HttpError(unreadableProblem(response.status));
  return parsed.data;
}

/** A user who is no longer signed in is sent to the sign-in page, and back here from there. */
function noticed(problem: Problem): Problem {
  if (problem.code === 'unauthenticated' || problem.code === 'password-change-needed') goToSignInFromApp();
  return problem;
}

let goToSignInFromApp = (): void => undefined;

/** Sets the handler for a session that the server no longer accepts. */
export function onUnauthenticated(act: () => void): void {
  goToSignInFromApp = act;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new HttpError(
      localProblem(
        'The server cannot be reached',
        0,
        'Check the network and that the server is running, then try again.',
      ),
      { cause: error },
    );
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const parsed = problemSchema.safeParse(await readJson(response));
  return parsed.success
    ? parsed.data
    : localProblem(
        'The server answered with an error',
        response.status,
        `It said ${response.status} ${response.statusText}.`,
      );
}

function unreadableProblem(status: number): Problem {
  const remedy = 'The page and the server may be of different versions: reload the page.';
  return localProblem('The answer of the server could not be read', status, remedy);
}

function localProblem(title: string, status: number, detail: string): Problem {
  return problemDetails('internal', detail, { title, status });
}
