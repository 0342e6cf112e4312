import type { IncomingHttpHeaders } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { text } from 'node:stream/consumers';

export interface HttpsAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A request over https by the rules of an authority of ours, on a connection of its own. */
export function httpsRequest(
  url: string | URL,
  { body, ...options }: RequestOptions & { body?: object } = {},
): Promise<HttpsAnswer> {
  const headers = body === undefined ? options.headers : { 'Content-Type': 'application/json', ...options.headers };
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent: false, family: 4, ...options, headers: headers ?? {} }, (response) => {
      text(response).then((answer) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: answer });
      }, reject);
    });
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** The cookies that an answer sets, as a browser would send them. */
export function cookiesOf({ headers }: HttpsAnswer): string {
  return (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0] ?? '').join('; ');
}
