import { type ClientRequest, request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { guardedLookup, PrivateAddressError, refusePrivateHost } from './guarded-lookup.js';
import type { SendOutcome } from './channel.js';
import { retryAfterMs } from './retry-plan.js';
import { type ProxyEnvironment, proxyFor, requestThrough } from './web-proxy.js';

const TIMEOUT_MS = 10_000;
/** Only this much of a response is read, enough to explain a rejection. */
const MAX_ANSWER_BYTES = 4096;
/** And this much of one that was asked for. */
const MAX_READ_BYTES = 4_194_304;
const SHOWN_CHARACTERS = 200;

export interface Post {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  allowPrivate: boolean;
  /** Resolves host names; the system's resolver by default. */
  lookup?: LookupFunction | undefined;
  /** The web proxy of the channel; null and undefined to take that of the environment, see `proxyFor`. */
  proxy?: string | null;
  /** The process's environment by default. */
  env?: ProxyEnvironment;
}

/**
 * Posts once, over a new connection, and never follows a redirect: its target has not been checked. A response
 * of 2xx within ten seconds is a delivery. A rejection of this one message (4xx) does not hold up those behind it.
 */
export async function post(message: Post): Promise<SendOutcome> {
  const answer = await ask(message, { method: 'POST', maxBytes: MAX_ANSWER_BYTES });
  if (answer.error !== undefined) return { ok: false, error: answer.error, holds: 'channel' };
  return outcomeOf(answer.status, answer.body, answer.retryAfter);
}

/** What became of a question. */
export type GetOutcome = { ok: true; body: string } | { ok: false; error: string };

/** Asks once, with the same guards as `post`. */
export async function get(question: Omit<Post, 'body'>): Promise<GetOutcome> {
  const answer = await ask({ ...question, body: '' }, { method: 'GET', maxBytes: MAX_READ_BYTES });
  if (answer.error !== undefined) return { ok: false, error: answer.error };
  const outcome = outcomeOf(answer.status, answer.body, undefined);
  return outcome.ok ? { ok: true, body: answer.body } : { ok: false, error: outcome.error };
}

type Answer = { error: string } | { error?: undefined; status: number; body: string; retryAfter: string | undefined };

interface Asking {
  method: 'GET' | 'POST';
  /** Only this much of the response is read. */
  maxBytes: number;
}

async function ask(message: Post, asking: Asking): Promise<Answer> {
  try {
    const target = new URL(message.url);
    if (!message.allowPrivate) refusePrivateHost(target.hostname);
    const proxy = proxyFor(target, message.proxy ?? null, message.env ?? process.env);
    if (proxy !== undefined && !message.allowPrivate) await refusePrivateName(target.hostname, message.lookup);
    return await exchange(message, asking, { target, proxy });
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Answer {
  return { error: connectError(error) };
}

function exchange(
  { headers, body, allowPrivate, lookup }: Post,
  { method, maxBytes }: Asking,
  { target, proxy }: { target: URL; proxy: URL | undefined },
): Promise<Answer> {
  return new Promise((resolve) => {
    const fail = (error: unknown) => {
      resolve(failed(error));
    };
    const send = (request: ClientRequest) => {
      request.once('error', fail);
      request.once('response', (response) => {
        const status = response.statusCode ?? 0;
        let answer = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          answer += text.slice(0, maxBytes - answer.length);
          if (answer.length >= maxBytes) response.destroy();
        });
        response.once('error', fail);
        response.once('close', () => {
          resolve({ status, body: answer, retryAfter: response.headers['retry-after'] });
        });
      });
      request.end(body);
    };
    const options: RequestOptions = {
      method,
      headers: { 'User-Agent': 'tunnelwatch', 'Content-Length': Buffer.byteLength(body), ...headers },
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...lookupOption(allowPrivate, lookup),
    };
    if (proxy !== undefined) requestThrough(proxy, target, options, { onRequest: send, onError: fail });
    else send(target.protocol === 'https:' ? requestHttps(target, options) : requestHttp(target, options));
  });
}

/**
 * A proxy looks names up by itself. One that is private as far as this machine knows is refused all the same; one that only the
 * proxy can look up is its business.
 */
function refusePrivateName(hostname: string, lookup: LookupFunction | undefined): Promise<void> {
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    guardedLookup(lookup)(hostname, { all: true }, (error) => {
      if (error instanceof PrivateAddressError) reject(error);
      else resolve();
    });
  });
}

function lookupOption(allowPrivate: boolean, lookup: LookupFunction | undefined): { lookup?: LookupFunction } {
  if (!allowPrivate) return { lookup: guardedLookup(lookup) };
  return lookup === undefined ? {} : { lookup };
}

function outcomeOf(status: number, answer: string, retryAfter: string | undefined): SendOutcome {
  if (status >= 200 && status < 300) return { ok: true };
  const words = answer.replace(/\s+/g, ' ').trim().slice(0, SHOWN_CHARACTERS);
  const said = words === '' ? '' : `: ${words}`;
  if (status >= 300 && status < 400) {
    const error = `response ${String(status)} is a redirect, which is not followed: configure the target URL`;
    return { ok: false, error, holds: 'channel' };
  }
  // Too early, too many: another message would fare no better.
  const isForAll = status >= 500 || status === 408 || status === 425 || status === 429;
  const error = `response ${String(status)}${said}`;
  if (!isForAll) return { ok: false, error, holds: 'message' };
  const wait = retryAfterMs(retryAfter, Date.now());
  return { ok: false, error, holds: 'channel', ...(wait === undefined ? {} : { retryAfterMs: wait }) };
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'name resolution failed',
  ECONNRESET: 'connection reset',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
};

/** The reason it was not reached; without the address, whose path may be a secret. */
function connectError(error: unknown): string {
  if (error instanceof PrivateAddressError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError') {
    return `no response within ${String(TIMEOUT_MS / 1000)} seconds`;
  }
  const code: unknown = Reflect.get(error, 'code');
  return (typeof code === 'string' ? REASONS[code] : undefined) ?? `connection failed (${error.message})`;
}
