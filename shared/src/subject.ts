import { z } from 'zod';

/**
 * What an event or an alert is about: a tunnel (gateway, matchkey), an interface of a gateway, or the gateway itself.
 * A matchkey is opaque and unique only within its gateway.
 */
export const subjectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tunnel'), gateway: z.string(), matchkey: z.string() }),
  z.object({ kind: z.literal('interface'), gateway: z.string(), iface: z.string() }),
  z.object({ kind: z.literal('gateway'), gateway: z.string() }),
]);

export type Subject = z.infer<typeof subjectSchema>;

/**
 * What an alert can be about: the subject of an event, a source, by its name (a path or an address), a sender to a
 * listener, our own store, or all of these, when a rule has opened so many alerts that further ones are counted together.
 */
export const alertSubjectSchema = z.discriminatedUnion('kind', [
  ...subjectSchema.options,
  z.object({ kind: z.literal('source'), source: z.string() }),
  z.object({ kind: z.literal('sender'), sender: z.string() }),
  z.object({ kind: z.literal('store') }),
  z.object({ kind: z.literal('all') }),
]);

export type AlertSubject = z.infer<typeof alertSubjectSchema>;

/** The gateway that a subject belongs to; null for a source or a sender, which may carry many, for the store, and for all of them. */
export function gatewayOf(subject: AlertSubject): string | null {
  return 'gateway' in subject ? subject.gateway : null;
}

/** A string that is equal for equal subjects and different for different ones, whatever their names contain. */
export function subjectKey(subject: AlertSubject): string {
  switch (subject.kind) {
    case 'tunnel':
      return `t\n${subject.gateway}\n${subject.matchkey}`;
    case 'interface':
      return `i\n${subject.gateway}\n${subject.iface}`;
    case 'gateway':
      return `g\n${subject.gateway}`;
    case 'source':
      return `s\n${subject.source}`;
    case 'sender':
      return `p\n${subject.sender}`;
    case 'store':
      return 'd';
    case 'all':
      return 'a';
  }
}

/** The part of a subject within its gateway: matchkey, interface name, or the empty string. */
export function subjectName(subject: Subject): string {
  switch (subject.kind) {
    case 'tunnel':
      return subject.matchkey;
    case 'interface':
      return subject.iface;
    case 'gateway':
      return '';
  }
}

/**
 * A name as one segment of a URL path. Browsers and proxies fold `.` and `..` away and drop empty segments,
 * so these three get an escaped form that begins with `~`; so does a name that itself begins with `~`.
 */
export function toPathSegment(name: string): string {
  if (name === '') return '~';
  if (name === '.' || name === '..' || name.startsWith('~')) return `~${encodeURIComponent(name)}`;
  return encodeURIComponent(name);
}

/** The name behind a path segment that the router has already percent-decoded once; the inverse of `toPathSegment`. */
export function fromPathSegment(segment: string): string {
  return segment.startsWith('~') ? segment.slice(1) : segment;
}
