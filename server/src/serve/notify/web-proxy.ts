import { NO_PROXY } from '../../config/channel-schema.js';
import { isIP } from 'node:net';
import { request as requestHttp, type ClientRequest, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Where requests go through: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in capitals or not, as curl has them. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a request; undefined for none.
 * @param setting the key `proxy` of the channel; null to take the environment
 */
export function proxyFor(target: URL, setting: string | null, env: ProxyEnvironment): URL | undefined {
  if (setting === NO_PROXY) return undefined;
  const proxy = setting ?? (isExempt(target, env) ? undefined : fromEnvironment(target, env));
  if (proxy === undefined || proxy.trim() === '') return undefined;
  const url = /^https?:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  if (!URL.canParse(url))
    throw new Error('the web proxy is not a URL: correct HTTPS_PROXY, or set proxy on this channel');
  return new URL(url);
}

function fromEnvironment({ protocol }: URL, env: ProxyEnvironment): string | undefined {
  // In capitals HTTP_PROXY could come from a request in CGI programs; we are none.
  return protocol === 'https:' ? (env['https_proxy'] ?? env['HTTPS_PROXY']) : (env['http_proxy'] ?? env['HTTP_PROXY']);
}

/** `NO_PROXY`: names and their subdomains, addresses, `*`, each with a port or without. */
function isExempt({ hostname, port, protocol }: URL, env: ProxyEnvironment): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const ownPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return (env['no_proxy'] ?? env['NO_PROXY'] ?? '').split(/[,\s]+/).some((entry) => {
    if (entry === '*') return true;
    const [, name = '', wantedPort] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
    const wanted = name.toLowerCase().replace(/^\*?\./, '');
    if (wanted === '' || (wantedPort !== undefined && wantedPort !== ownPort)) return false;
    return host === wanted || (isIP(host) === 0 && host.endsWith(`.${wanted}`));
  });
}

/**
 * Begins a request through a proxy: to an `https:` target by a tunnel (CONNECT, RFC 9110, section 9.3.6), inside which TLS is with the
 * target itself, and to an `http:` one by its whole URL. The request is handed over when it can be written to.
 */
export function requestThrough(
  proxy: URL,
  target: URL,
  options: RequestOptions,
  { onRequest, onError }: { onRequest: (request: ClientRequest) => void; onError: (error: Error) => void },
): void {
  const toProxy = proxy.protocol === 'https:' ? requestHttps : requestHttp;
  const access = authorization(proxy);
  if (target.protocol !== 'https:') {
    const headers = { ...options.headers, ...access, Host: target.host };
    const address = { host: plainHost(proxy), port: portOf(proxy), path: target.href };
    onRequest(toProxy({ ...options, lookup: undefined, ...address, headers }));
    return;
  }
  const host = plainHost(target);
  const authority = `${target.hostname}:${String(portOf(target))}`;
  const tunnel = toProxy({
    method: 'CONNECT',
    host: plainHost(proxy),
    port: portOf(proxy),
    path: authority,
    headers: { Host: authority, 'User-Agent': 'tunnelwatch', ...access },
    agent: false,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  tunnel.once('error', (error) => {
    onError(new Error(`the web proxy ${proxy.host} cannot be reached (${error.message})`));
  });
  tunnel.once('response', ({ statusCode = 0 }) => {
    tunnel.destroy();
    onError(new Error(refusal(proxy, statusCode)));
  });
  tunnel.once('connect', ({ statusCode = 0 }, socket: Socket) => {
    if (statusCode !== 200) {
      socket.destroy();
      onError(new Error(refusal(proxy, statusCode)));
      return;
    }
    const servername = isIP(host) === 0 ? { servername: host } : {};
    onRequest(
      requestHttps(target, {
        ...options,
        lookup: undefined,
        createConnection: () => connectTls({ socket, host, ...servername }),
      }),
    );
  });
  tunnel.end();
}

function refusal(proxy: URL, status: number): string {
  const remedy = status === 407 ? ': it wants a user name and password' : '';
  return `the web proxy ${proxy.host} refuses the connection (response ${String(status)}${remedy})`;
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

function plainHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
