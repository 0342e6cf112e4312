import type { TraceStep } from '../decode-trace.js';
import type { Stamp } from '../time-stamp.js';
import { type Fields, flatten, isMessageLike } from '../unwrap/json-object.js';
import { HOST_KEYS, MESSAGE_KEYS, PID_KEYS, PROGRAM_KEYS, SEVERITY_KEYS, TIME_KEYS } from '../unwrap/object-keys.js';
import { hasMark, markAt, type PlacedSlot } from './marked-text.js';

/** Which keys of an object decoding has used. */
export type KeySteps = Partial<
  Record<Extract<TraceStep, { kind: 'key' }>['what'], Extract<TraceStep, { kind: 'key' }>>
>;

/** The time that an object says; its text has marks for placeholders. */
export interface ObjectTime {
  value: string;
  /** Written without quotation marks. */
  isNumber: boolean;
  stamp: Stamp;
}

interface ObjectPair {
  /** The object as it stands in the line. */
  sample: string;
  /** The same with marks. */
  marked: string;
  /** The message that decoding took from it. */
  after: string;
}

/** In front of what was a number: with marks it is none. */
const NUMBER_SIGN = '\uf8ff';
const TOKEN = /"(?:[^"\\]|\\.)*"|[^",:{}[\]\s]+/g;

/**
 * What is taken from an object that has marks in it, as decoding took it from the object of the line. Undefined where the
 * choice of a message, or what the object says of the sender, depends on a placeholder.
 */
export function openMarkedObject(
  { sample, marked, after }: ObjectPair,
  keys: KeySteps,
  placed: readonly PlacedSlot[],
): { message: string; time: ObjectTime | undefined } | undefined {
  const known = flatten(JSON.parse(sample));
  const open = flatten(parseMarked(marked));
  const isSame = (key: string) => isSameValue(known.get(key), open.get(key));
  if (![HOST_KEYS, PROGRAM_KEYS, SEVERITY_KEYS, PID_KEYS].every((names) => names.every(isSame))) return undefined;
  const key = keys.message?.key ?? '';
  const text = known.get(key);
  const message = open.get(key);
  if (!isMessageLike(text) || typeof message !== 'string') return undefined;
  if (rivalsOf(key, open).some((name) => !isSame(name) && String(open.get(name)).includes('='))) return undefined;
  const time = timeOf(open, keys.time, isSame);
  if (time === null) return undefined;
  // The date in front of a clock that a receiver took for a tag with a pid.
  const added = after.slice(0, after.length - text.length);
  if (added !== '' && placed[markAt(message.trimStart(), 0)]?.slot.kind !== 'clock') return undefined;
  return { message: added + message, time };
}

/** Fields that are asked before another one whether they are a message. */
function rivalsOf(key: string, fields: Fields): string[] {
  const rank = MESSAGE_KEYS.indexOf(key);
  if (rank >= 0) return MESSAGE_KEYS.slice(0, rank);
  const names = [...fields.keys()];
  return [...MESSAGE_KEYS, ...names.slice(0, names.indexOf(key))];
}

/** Null where it depends on a placeholder which field it is. */
function timeOf(open: Fields, step: KeySteps['time'], isSame: (key: string) => boolean): ObjectTime | undefined | null {
  const rank = step === undefined ? TIME_KEYS.length : TIME_KEYS.indexOf(step.key);
  if (!TIME_KEYS.slice(0, rank).every(isSame)) return null;
  if (step?.stamp === undefined) return undefined;
  const { stamp } = step;
  const value = open.get(step.key);
  if (typeof value === 'number') return { value: String(value), isNumber: true, stamp };
  if (typeof value !== 'string') return null;
  const isNumber = value.startsWith(NUMBER_SIGN);
  return { value: isNumber ? value.slice(1) : value, isNumber, stamp };
}

function isSameValue(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'object' && typeof other === 'object' && one !== null && other !== null);
}

/** An object in which numbers with marks in them are texts. */
function parseMarked(marked: string): unknown {
  const text = marked.replace(TOKEN, (token) =>
    token.startsWith('"') || !hasMark(token) ? token : `"${NUMBER_SIGN}${token}"`,
  );
  return JSON.parse(text);
}
