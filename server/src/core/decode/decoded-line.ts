import type { Severity } from '@tunnelwatch/shared/severity';
import type { UnreadableReason } from '@tunnelwatch/shared/source-health';
import type { StampContext } from './time-stamp.js';

/** What decoding needs to know beside the line itself. */
export interface DecodeContext extends StampContext {
  /** Gateway of lines that name none: from a setting or the file's name. */
  gatewayHint: string;
}

/** A well-formed gateway message, not yet held against the catalogue. */
export interface DecodedMessage {
  kind: 'message';
  /** Log categories, such as IPSEC or IPSEC,FRAG. */
  category: string;
  /** The `id` as written; undefined when the message carries none. */
  id: string | undefined;
  /** The message's text: `event=`, or the free text in front of the pairs; empty when there is none. */
  text: string;
  action: string | undefined;
  /** The severity as said by the gateway, else by the receiver; undefined when neither says it. */
  severity: Severity | undefined;
  gateway: string;
  /** HA member, such as Master; undefined when the name shows none. */
  member: string | undefined;
  /** Best knowledge of the event's time, epoch ms. */
  time: number;
  /** The receiver's stamp beside the device's own, else the arrival, epoch ms. */
  receivedTime: number;
  /** Device time minus receiver time, ms, when the line carries both. */
  skewMs: number | undefined;
  /** All other pairs in order; of a name that occurs twice, the first. */
  parameters: ReadonlyMap<string, string>;
}

export interface UnreadableLine {
  kind: 'unreadable';
  reason: UnreadableReason;
}

export type DecodedLine = DecodedMessage | UnreadableLine | { kind: 'empty' };

/** What a receiver, or the device itself, put in front of a message. */
export interface Prefix {
  /** Host name or address of the sender. */
  host?: string;
  /** The receiver's stamp, epoch ms. */
  headerTime?: number;
  /** The device's own stamp in brackets, epoch ms. */
  deviceTime?: number;
  /** Severity of a syslog PRI or of a word beside it. */
  headerSeverity?: Severity;
  /** True when the header itself names the program EFW, so that the body may begin with its category. */
  isGatewayProgram?: boolean;
  /** Where the message begins. */
  bodyStart: number;
}
