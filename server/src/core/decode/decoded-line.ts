import type { Severity } from '@tunnelwatch/shared/severity';
import type { UnreadableReason } from '@tunnelwatch/shared/source-health';
import type { DecodeTrace } from './decode-trace.js';
import type { LineFormat } from './line-format.js';
import type { StampContext } from './time-stamp.js';

/** What decoding needs to know beside the line itself. */
export interface DecodeContext extends StampContext {
  /** Gateway of lines that name none: from a setting or the file's name. */
  gatewayHint: string;
  /** The pattern that the settings of the source give. */
  format?: LineFormat | undefined;
  /** Hears how the line is decoded. */
  trace?: DecodeTrace | undefined;
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
  /** False where nothing in the line says when it was: `time` is that of reading it. */
  hasTime: boolean;
  /** False where nothing in the line names the gateway: `gateway` is the hint. */
  namesGateway: boolean;
  /** The gateway that the line names, where that is another sender's: `gateway` is the address of its own. */
  claims?: string;
  /** Hosts that passed the message on, the last receiver first; empty when it came straight from its gateway. */
  relays: readonly string[];
  /** How many times it occurred where a receiver folded equal messages into one line; else 1. */
  repeats: number;
  /** True when the line itself only says that the one before it was repeated. */
  isNote?: true;
  /** All other pairs in order; of a name that occurs twice, the first. */
  parameters: ReadonlyMap<string, string>;
}

export interface UnreadableLine {
  kind: 'unreadable';
  reason: UnreadableReason;
}

/** A receiver's note that the line before occurred again: `last message repeated 4 times`. */
export interface RepeatedLine {
  kind: 'repeated';
  /** How many times more. */
  repeats: number;
  /** The note's own stamp, epoch ms. */
  time: number | undefined;
  /** The host that it is about; undefined where only the place tells. */
  host: string | undefined;
}

export type DecodedLine = DecodedMessage | RepeatedLine | UnreadableLine | { kind: 'empty' };
