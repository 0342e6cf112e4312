import { IANAZone } from 'luxon';
import { z } from 'zod';
import { compileFormat } from '../core/decode/line-format.js';
import { parseListenUrl } from './listen-url.js';
import { parseSenderRange } from './sender-range.js';

export const timeZoneSchema = z.string().refine((zone) => IANAZone.isValidZone(zone));

/** A single value need not be a list. */
function listOf(item: z.ZodType<string>) {
  return z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(item).min(1));
}

const keys = z.strictObject({
  /** Paths of files, folders and pipes, and globs. */
  files: listOf(z.string().min(1)).optional(),
  /** Where to listen. */
  listen: z
    .string()
    .refine((url) => parseListenUrl(url) !== undefined)
    .optional(),
  /** Gateway name for lines that contain none. */
  gateway: z.string().trim().min(1).max(255).optional(),
  /** Time zone for time stamps without one. */
  timeZone: timeZoneSchema.optional(),
  /** Pattern of its lines, with the groups gateway, time and message. */
  format: z
    .string()
    .superRefine((pattern, context) => {
      const compiled = compileFormat(pattern);
      if (compiled.ok) return;
      const { message, remedy } = compiled;
      context.addIssue({ code: 'custom', message, params: { remedy } });
    })
    .optional(),
  /** Allowed senders; without it, all are. */
  allow: listOf(z.string().refine((range) => parseSenderRange(range) !== undefined)).optional(),
  /** Whether lines say which gateway they are of, or their sender does. */
  gatewayFrom: z.enum(['line', 'sender']).optional(),
  /** The gateways of senders, by address or range: no other sender may name them. */
  senders: z
    .record(
      z.string().refine((range) => parseSenderRange(range) !== undefined),
      listOf(z.string().trim().min(1).max(255)),
    )
    .optional(),
  /** PEM files for TLS: our chain and its key, and the CA that must have issued the senders' certificates. */
  certificate: z.string().min(1).optional(),
  key: z.string().min(1).optional(),
  clientCa: z.string().min(1).optional(),
});

type SourceKey = keyof typeof keys.shape;
type ParsedSource = z.output<typeof keys>;

/** What is expected of each key of a source. */
export const SOURCE_EXPECTS: Readonly<Record<SourceKey, string>> = {
  files: 'a path or a list of paths and globs',
  listen: 'udp://, tcp:// or tls:// with an address and a port, as in udp://0.0.0.0:514 or tls://[::]:6514',
  gateway: 'a name of 1 to 255 characters',
  timeZone: 'a time zone such as Europe/Stockholm or UTC',
  format: 'a pattern with the named group message, and optionally gateway and time',
  allow: 'addresses and ranges such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32',
  gatewayFrom: 'line (a line names its gateway) or sender (the table senders does, or else the sender’s address)',
  senders: 'gateways by address or range, as in { 192.0.2.7: gw1, 192.0.2.16/28: [gw2, gw3] }',
  certificate: 'the path of a PEM file with the certificate and its chain',
  key: 'the path of a PEM file with the private key of the certificate',
  clientCa: 'the path of a PEM file with the CA that must have issued the senders’ certificates',
};

const LISTENER_KEYS = ['allow', 'gatewayFrom', 'senders', 'certificate', 'key', 'clientCa'] as const;
const TLS_KEYS = ['certificate', 'key', 'clientCa'] as const;

interface Problem {
  path: SourceKey[];
  message: string;
  remedy: string;
}

/** Errors between the keys of one source: it is either a group of files or a listener. */
function problemsOf(source: ParsedSource): Problem[] {
  if (source.files === undefined && source.listen === undefined) {
    return [{ path: [], message: 'has neither files nor listen', remedy: 'add files or listen' }];
  }
  if (source.files !== undefined) return listenerKeysOfFiles(source);
  return source.listen?.trim().toLowerCase().startsWith('tls:') === true
    ? missingOfTls(source)
    : tlsKeysOfOthers(source);
}

function listenerKeysOfFiles(source: ParsedSource): Problem[] {
  return (['listen', ...LISTENER_KEYS] as const)
    .filter((key) => source[key] !== undefined)
    .map((key) => ({
      path: [key],
      message: 'is not allowed with files',
      remedy: 'an entry is either a group of files or a listener: split it into two entries, or remove this key',
    }));
}

function missingOfTls(source: ParsedSource): Problem[] {
  return (['certificate', 'key'] as const)
    .filter((key) => source[key] === undefined)
    .map((key) => ({ path: [key], message: 'is required for TLS', remedy: `expected ${SOURCE_EXPECTS[key]}` }));
}

function tlsKeysOfOthers(source: ParsedSource): Problem[] {
  return TLS_KEYS.filter((key) => source[key] !== undefined).map((key) => ({
    path: [key],
    message: 'is allowed with TLS only',
    remedy: 'listen on tls://, or remove this key',
  }));
}

/** One group of files with the same settings, or one listener; strictly one of the two. */
export const sourceSchema = keys.superRefine((source, context) => {
  for (const { path, message, remedy } of problemsOf(source)) {
    context.addIssue({ code: 'custom', path, message, params: { remedy } });
  }
});
