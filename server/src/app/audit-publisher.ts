import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { hostname } from 'node:os';
import { parseListenUrl } from '../config/listen-url.js';
import { post } from '../serve/notify/http-post.js';
import type { AuditHead } from '../store/audit/seen-head.js';

export interface PublisherOptions {
  /** `https://…`, `udp://HOST:PORT` or `tcp://HOST:PORT`, checked with the settings. */
  url: string;
  /** Whether a webhook may be at a private address. */
  allowPrivate: boolean;
}

const TIMEOUT_MS = 10_000;
/** Facility "log audit" (13), severity "informational" (6), RFC 5424 section 6.2.1. */
const PRIORITY = 13 * 8 + 6;

/** What kind of receiver a URL names. */
export function receiverOf(url: string): 'webhook' | 'syslog' {
  return parseListenUrl(url) === undefined ? 'webhook' : 'syslog';
}

/** Sends heads of the audit trail to a webhook or a syslog receiver. @throws (when called) Error with the reason */
export function createAuditPublisher({ url, allowPrivate }: PublisherOptions): (head: AuditHead) => Promise<void> {
  const address = parseListenUrl(url);
  if (address === undefined) return (head) => postHead(url, allowPrivate, head);
  return async (head) => {
    const message = syslogMessage(head);
    await (address.protocol === 'udp' ? sendDatagram(address, message) : sendOverTcp(address, message));
  };
}

async function postHead(url: string, allowPrivate: boolean, head: AuditHead): Promise<void> {
  const body = JSON.stringify({ kind: 'audit-head', entry: head.id, hash: head.hash, at: iso(head) });
  const outcome = await post({ url, allowPrivate, body, headers: { 'Content-Type': 'application/json' } });
  if (!outcome.ok) throw new Error(outcome.error);
}

/** As RFC 5424 has it. */
function syslogMessage(head: AuditHead): Buffer {
  const header = `<${String(PRIORITY)}>1 ${new Date().toISOString()} ${hostname()} tunnelwatch ${String(process.pid)} audit-head -`;
  return Buffer.from(`${header} entry=${String(head.id)} hash=${head.hash} at=${iso(head)}`);
}

interface Receiver {
  host: string;
  port: number;
}

function sendDatagram({ host, port }: Receiver, message: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    socket.once('error', reject);
    socket.send(message, port, host, (error) => {
      socket.close();
      if (error === null) resolve();
      else reject(error);
    });
  });
}

/** With octet counting, RFC 6587 section 3.4.1. */
function sendOverTcp({ host, port }: Receiver, message: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: TIMEOUT_MS });
    socket.once('error', reject);
    socket.once('timeout', () => socket.destroy(new Error('no answer within ten seconds')));
    socket.once('connect', () => {
      socket.end(Buffer.concat([Buffer.from(`${String(message.length)} `), message]));
    });
    socket.once('close', (hasError) => {
      if (!hasError) resolve();
    });
    socket.resume();
  });
}

function iso({ at }: AuditHead): string {
  return new Date(at).toISOString();
}
