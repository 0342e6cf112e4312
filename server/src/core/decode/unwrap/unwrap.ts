import type { UnreadableReason } from '@tunnelwatch/shared/source-health';
import type { DecodeContext } from '../decoded-line.js';
import { readHeaders } from '../header/header.js';
import type { Hop } from '../line-parts.js';
import { readQuotedFields } from './quoted-fields.js';
import { fieldNames, openObject } from './json-object.js';

/** What is left when everything around a message that is no header was taken off. */
export interface Unwrapped {
  text: string;
  /** What the wrappings say of the sender, outermost first. */
  outer: readonly Hop[];
  /** True when a wrapping says that the gateway's program wrote the message. */
  isGatewayProgram: boolean;
}

/** Objects within objects, as texts, that are opened. */
const MAX_LAYERS = 6;
/** What rsyslog writes for a control character: `#011` for a tab. */
const OCTAL = /#(0[0-3][0-7]|177)/g;

/**
 * Takes off what shippers and files put around a line: objects, within objects too, quoted fields and escapes. Gives the
 * reason for a line that must be one of these and cannot be opened.
 */
export function unwrap(line: string, context: DecodeContext): Unwrapped | UnreadableReason {
  const { trace } = context;
  const outer: Hop[] = [];
  let isGatewayProgram = false;
  let text = withoutEnd(line);
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const start = objectStart(text);
    if (start === undefined) break;
    const parsed = parse(text.slice(start));
    if (parsed === undefined) {
      if (start > 0) break;
      return 'bad-json';
    }
    const envelope = openObject(parsed, context);
    if (envelope === undefined) {
      if (start > 0) break;
      trace?.({ kind: 'noMessage', names: fieldNames(parsed) });
      return 'no-message-in-json';
    }
    if (start > 0) outer.push(...readHeaders(text.slice(0, start), context));
    trace?.({ kind: 'object', before: text, from: start, after: envelope.message });
    outer.push(envelope.outer);
    isGatewayProgram = envelope.isGatewayProgram;
    text = withoutEnd(envelope.message);
  }
  const fields = readQuotedFields(text);
  if (fields !== undefined) trace?.({ kind: 'quoted', before: text, after: fields });
  text = fields ?? text;
  if (text.includes('#')) {
    const plain = withControls(text);
    if (plain !== text) trace?.({ kind: 'control', before: text, after: plain });
    text = withoutEnd(plain);
  }
  return { text, outer, isGatewayProgram };
}

/** Where an object begins that goes to the end of the text, with a header in front of it or without one. */
export function objectStart(text: string): number | undefined {
  const start = firstInk(text);
  if (text.charCodeAt(start) === 0x7b) return start;
  if (!text.endsWith('}')) return undefined;
  const at = text.indexOf('{"');
  // Behind an equals sign it is the value of a pair.
  return at > 0 && !text.slice(0, at).includes('=') ? at : undefined;
}

function firstInk(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's wording helps nobody here: the reason is counted and the line itself is kept as a sample.
    return undefined;
  }
}

/** A text with the control characters that a receiver had written out. */
export function withControls(text: string): string {
  return text.replace(OCTAL, (_match, code: string) => controlOf(code));
}

function controlOf(octal: string): string {
  const code = Number.parseInt(octal, 8);
  return code === 0 ? '' : String.fromCharCode(code);
}

/** Without the white space, NULs and written line ends (`\n`, `\r\n`, `\u0000`) that it ends with. */
export function withoutEnd(text: string): string {
  let end = text.length;
  for (;;) {
    const code = text.charCodeAt(end - 1);
    if (end > 0 && (code <= 0x20 || code === 0xa0)) end -= 1;
    else if (mayEndWritten(text, end) && WRITTEN_END.test(text.slice(Math.max(0, end - 6), end)))
      end -= text.charCodeAt(end - 1) === 0x30 ? 6 : 2;
    else return end === text.length ? text : text.slice(0, end);
  }
}

/** Whether a backslash stands where that of a written line end would. */
function mayEndWritten(text: string, end: number): boolean {
  return text.charCodeAt(end - 2) === BACKSLASH || text.charCodeAt(end - 6) === BACKSLASH;
}

const BACKSLASH = 0x5c;
const WRITTEN_END = /(?:\\[nrt]|\\u0000)$/;
