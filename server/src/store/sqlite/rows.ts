import { alertSchema, type Alert } from '@tunnelwatch/shared/alert';
import { eventClassSchema } from '@tunnelwatch/shared/failure-class';
import {
  lineCountsSchema,
  lineSampleSchema,
  listenerCountsSchema,
  pastErrorSchema,
} from '@tunnelwatch/shared/source-health';
import { severitySchema } from '@tunnelwatch/shared/severity';
import type { Subject } from '@tunnelwatch/shared/subject';
import { z } from 'zod';
import type { GatewayRecord } from '../../core/aggregate/gateway-life.js';
import type { KindRecord, SubjectRecord } from '../../core/aggregate/records.js';
import type { FileRecord } from '../file-record.js';
import type { TailBlock } from '../tail-block.js';
import { noTurns } from '../../core/aggregate/member-turns.js';
import { memberTurnsSchema } from '../../core/past-record.js';
import { unknownTraffic } from '../../core/aggregate/usual-traffic.js';
import type { EventRecord } from '../../core/events/event-record.js';
import type { SourceRecord } from '../../core/aggregate/source-tally.js';

/** Rows as the database returns them, parsed once at this boundary and trusted behind it. */

const integer = z.number().int();

const subjectRowSchema = z.object({
  id: integer,
  gateway: z.string(),
  kind: z.enum(['tunnel', 'interface', 'gateway']),
  name: z.string(),
});

const kindRowSchema = z.object({
  id: integer,
  message_id: integer.nullable(),
  class: eventClassSchema,
  severity: severitySchema,
  is_known: integer,
  repeats: integer,
});

const usualTrafficSchema = z.object({
  watchedMs: z.number(),
  gapCount: integer,
  linesPerMinute: z.number(),
  gaps: z.array(z.object({ seconds: z.number(), at: z.number() })),
});

/** The part of a gateway's signs of life that is stored as JSON. */
export const gatewayStateSchema = z.object({
  // Absent in data from before it was stored.
  domain: z.string().nullable().default(null),
  members: z.array(z.string()),
  // Absent in data from before it was stored.
  turns: memberTurnsSchema.default(noTurns),
  lastArrival: z.number(),
  lastLive: z.number().nullable(),
  sourceId: integer.nullable(),
  skewMs: z.number().nullable(),
  // Absent in data from before it was stored.
  zoneOffset: z.object({ zone: z.string(), offsetMs: z.number(), since: z.number() }).nullable().default(null),
  firstArrival: z.number().default(0),
  usual: usualTrafficSchema,
});

/** The part of a source that is stored as JSON. */
export const sourceStateSchema = z.object({
  counts: lineCountsSchema,
  otherByCategory: z.record(z.string(), integer),
  unknownById: z.record(z.string(), integer),
  unreadableByReason: z.record(z.string(), integer),
  unreadableSamples: z.array(lineSampleSchema),
  unknownSamples: z.array(lineSampleSchema),
  doubtSamples: z.array(lineSampleSchema).default([]),
  lastArrival: z.number().nullable(),
  lastTime: z.number().nullable(),
  lastLine: z.string().nullable(),
  // Absent in data from before it was stored.
  openParts: z.record(z.string(), z.string()).nullable().default(null),
  isReadIn: z.boolean().default(true),
  skewMs: z.number().nullable(),
  rotations: integer,
  truncations: integer,
  // Absent in data from before it was stored.
  pastError: pastErrorSchema.nullable().default(null),
  usual: usualTrafficSchema.default(unknownTraffic),
  listener: listenerCountsSchema.nullable().default(null),
  lostBytes: integer.default(0),
});

const sourceRowSchema = z.object({
  id: integer,
  kind: z.enum(['file', 'stdin', 'syslog']),
  name: z.string(),
  state: z.string(),
});

const fileRowSchema = z.object({
  id: integer,
  source_id: integer,
  path: z.string(),
  device: z.string(),
  inode: z.string(),
  fingerprint: z.string(),
  fingerprint_length: integer,
  position: integer,
  tail: z.instanceof(Uint8Array),
  is_skipping: integer,
  state: z.enum(['reading', 'finished', 'ignored', 'lost']),
  head: z.instanceof(Uint8Array),
  size: integer,
  landmarks: z.instanceof(Uint8Array),
});

/** The subject from its parts. */
export function subjectOfParts(kind: Subject['kind'], gateway: string, name: string): Subject {
  switch (kind) {
    case 'tunnel':
      return { kind, gateway, matchkey: name };
    case 'interface':
      return { kind, gateway, iface: name };
    case 'gateway':
      return { kind, gateway };
  }
}

export function toSubjectRecord(row: unknown): SubjectRecord {
  const { id, gateway, kind, name } = subjectRowSchema.parse(row);
  return { id, subject: subjectOfParts(kind, gateway, name) };
}

export function toKindRecord(row: unknown): KindRecord {
  const parsed = kindRowSchema.parse(row);
  return {
    id: parsed.id,
    messageId: parsed.message_id,
    class: parsed.class,
    severity: parsed.severity,
    isKnown: parsed.is_known === 1,
    repeats: parsed.repeats,
  };
}

export function toSourceRecord(row: unknown): SourceRecord {
  const { state, ...rest } = sourceRowSchema.parse(row);
  return { ...rest, ...sourceStateSchema.parse(JSON.parse(state)) };
}

export function toGatewayRecord(row: unknown): GatewayRecord {
  return { gateway: textIn(row, 'gateway'), ...gatewayStateSchema.parse(JSON.parse(textIn(row, 'state'))) };
}

export function toFileRecord(row: unknown): FileRecord {
  const parsed = fileRowSchema.parse(row);
  return {
    id: parsed.id,
    sourceId: parsed.source_id,
    path: parsed.path,
    device: parsed.device,
    inode: parsed.inode,
    fingerprint: parsed.fingerprint,
    fingerprintLength: parsed.fingerprint_length,
    position: parsed.position,
    tail: Buffer.from(parsed.tail),
    isSkipping: parsed.is_skipping === 1,
    state: parsed.state,
    head: Buffer.from(parsed.head),
    size: parsed.size,
    landmarks: Buffer.from(parsed.landmarks),
  };
}

const tailRowSchema = z.object({
  source_id: integer,
  peer: z.string(),
  tail: integer,
  block: integer,
  hashes: z.instanceof(Uint8Array),
});

export function toTailBlock(row: unknown): TailBlock {
  const { source_id, hashes, ...rest } = tailRowSchema.parse(row);
  return { ...rest, sourceId: source_id, hashes: Buffer.from(hashes) };
}

const eventRowSchema = z.object({
  time_ms: integer,
  received_ms: integer,
  subject_id: integer,
  kind_id: integer,
  source_id: integer,
  raw: z.instanceof(Uint8Array),
});

export function toEventRecord(row: unknown): EventRecord {
  const parsed = eventRowSchema.parse(row);
  return {
    time: parsed.time_ms,
    receivedTime: parsed.received_ms,
    subjectId: parsed.subject_id,
    kindId: parsed.kind_id,
    sourceId: parsed.source_id,
    raw: Buffer.from(parsed.raw.buffer, parsed.raw.byteOffset, parsed.raw.byteLength),
  };
}

export function toAlert(row: unknown): Alert {
  return alertSchema.parse(JSON.parse(textIn(row, 'body')));
}

/** A column of a row that must be a number: a check by hand, since a start may read a hundred thousand of these rows. */
export function numberIn(row: unknown, column: string): number {
  const value = valueIn(row, column);
  if (typeof value !== 'number') throw new TypeError(`the column ${column} is not a number`);
  return value;
}

/** A column of a row that must be a text. */
export function textIn(row: unknown, column: string): string {
  const value = valueIn(row, column);
  if (typeof value !== 'string') throw new TypeError(`the column ${column} is not a text`);
  return value;
}

function valueIn(row: unknown, column: string): unknown {
  return typeof row === 'object' && row !== null ? Reflect.get(row, column) : undefined;
}
