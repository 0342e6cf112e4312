import type { Hop, KeyValue } from './line-parts.js';
import type { FormatMatch } from './line-format.js';
import type { Stamp } from './time-stamp.js';

/** What a part of a line in front of a message is, as the decoder takes it. */
export type PieceKind =
  /** `<133>`. */
  | 'pri'
  | 'stamp'
  /** The gateway's own stamp in brackets. */
  | 'deviceStamp'
  /** A word that may be a host. */
  | 'name'
  | 'severity'
  /** The gateway's program. */
  | 'mark'
  /** `message repeated 5 times: [`. */
  | 'repeated'
  | 'category';

/**
 * One thing that decoding did, in its order. Places are characters of the text at hand: that of the line at first, and
 * behind each step that gives another text, `after`.
 */
export type TraceStep =
  /** The pattern of the source matched, or did not lead to a message, and the line is read as any other. */
  | { kind: 'format'; match: FormatMatch; time: Stamp | undefined }
  | { kind: 'formatMissed'; hasMatched: boolean }
  /** An object was opened that begins at `from`. */
  | { kind: 'object'; before: string; from: number; after: string }
  /** An object gave a value under a key. */
  | { kind: 'key'; what: 'message' | 'host' | 'time' | 'severity' | 'program'; key: string; stamp?: Stamp | undefined }
  /** An object has no message; the names of its fields. */
  | { kind: 'noMessage'; names: readonly string[] }
  | { kind: 'quoted'; before: string; after: string }
  /** Control characters that a receiver had written out. */
  | { kind: 'control'; before: string; after: string }
  | { kind: 'piece'; what: PieceKind; start: number; end: number; stamp?: Stamp | undefined }
  /** No message was found in this text. */
  | { kind: 'notFound'; text: string }
  /** The pairs, which stand behind `from` in the text before. */
  | { kind: 'body'; before: string; from: number; after: string }
  /** The pairs, and of each where in `body` its name begins, and its value begins and ends. */
  | {
      kind: 'pairs';
      pairs: readonly KeyValue[];
      places: readonly (readonly [name: number, value: number, end: number])[];
    }
  | { kind: 'headers'; outer: readonly Hop[]; hops: readonly Hop[] }
  | { kind: 'times'; time: TimeOrigin; receivedTime: Exclude<TimeOrigin, 'device'> }
  | { kind: 'severity'; from: 'message' | 'header' };

/** Where a time comes from: the device's own stamp, that of a header, of a wrapping, or the time of reading. */
export type TimeOrigin = 'device' | 'header' | 'wrapping' | 'arrival';

/** Hears what decoding does; whoever decodes lines in bulk has none. */
export type DecodeTrace = (step: TraceStep) => void;
