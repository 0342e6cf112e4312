import type { UnreadableReason } from '@tunnelwatch/shared/source-health';
import type { TraceStep } from '../decode/decode-trace.js';
import type { DecodedLine } from '../decode/decoded-line.js';

const PAIR = /(?:^|[\s,;"{[])([\w.-]{1,64})=/g;
const ID = /(?:^|[\s,;"{[])id=/;
const CATEGORY = /(?<![A-Z0-9_])(?!EFW:)[A-Z][A-Z0-9_]{1,31}(?:, ?[A-Z][A-Z0-9_]{1,31}){0,7}:/;
const CATEGORY_ALONE = /(?<![\w.-])(?:IPSEC|IKE)(?![\w:.-])/;
const SMALL_CATEGORY = /(?<![\w.-])(?:ipsec|ike|conn|system):/i;
const MARK = /(?<![\w.-])EFW(?![\w.-])/;
// eslint-disable-next-line no-control-regex -- control bytes are what is looked for
const CONTROL = /[\x00-\x08\x0e-\x1f\x7f]/g;
/** Names that a sentence lists. */
const MAX_NAMED = 8;

/** What would have to be different for an unreadable line to be read, the nearest first; sentences for people. */
export function nearestFit(
  reason: UnreadableReason,
  { line, steps, decoded }: { line: string; steps: readonly TraceStep[]; decoded: DecodedLine },
): string[] {
  switch (reason) {
    case 'no-gateway-message':
      return withoutMessage(steps.findLast((step) => step.kind === 'notFound')?.text ?? line);
    case 'binary':
      return [binaryText(line), ...withoutMessage(line)];
    case 'bad-json':
      return [brokenText(line)];
    case 'no-message-in-json':
      return [fieldsText(steps.findLast((step) => step.kind === 'noMessage')?.names ?? [])];
    case 'no-parameters':
      return ['nothing stands behind the category: the line was cut off there, or its rest is in the next line'];
    case 'no-id':
      return [noIdText(decoded)];
    case 'bad-id':
      return [badIdText(decoded)];
    case 'repeats-unknown':
      return [
        'it says that the line before it occurred again: behind a line of the same host it counts as so many more of that one',
      ];
  }
}

function withoutMessage(text: string): string[] {
  const names = [...text.slice(0, MAX_SEARCHED).matchAll(PAIR)].flatMap(([, name]) =>
    name === undefined ? [] : [name],
  );
  const category = CATEGORY.exec(text)?.[0];
  const mark = MARK.exec(text);
  if (category !== undefined && names.length > 0) return [unknownProgramText(text, category)];
  const nearly = SMALL_CATEGORY.exec(text)?.[0];
  if (nearly !== undefined) return [`${nearly} is no category: a gateway writes ${nearly.toUpperCase()}`];
  if (mark !== null && category === undefined) {
    return [`EFW at ${String(mark.index)} is not followed by a category such as IPSEC:`];
  }
  if (names.length === 0) return ['there are no name=value pairs, so no gateway wrote it'];
  const bare = CATEGORY_ALONE.exec(text)?.[0];
  if (bare !== undefined)
    return [`${bare} is not followed by a colon: a gateway writes ${bare}: in front of the pairs`];
  return [`there is no category such as IPSEC: in front of the pairs (${listed(names)})`];
}

/** Bounded, so that a long line costs no more than others. */
const MAX_SEARCHED = 65_536;

function unknownProgramText(text: string, category: string): string {
  const at = text.indexOf(category);
  const place = `${category} at ${String(at)}`;
  if (!ID.test(text.slice(at)))
    return `behind ${place} there is no id=, and in front of it no EFW that would name the gateway's program`;
  const tag = /(\S+:)\s*$/.exec(text.slice(Math.max(0, at - 80), at))?.[1];
  const behind = tag === undefined ? 'has too much in front of it' : `stands behind ${tag} the tag of another program`;
  return `${place} ${behind}: if a gateway wrote it, say so by the group message of format:`;
}

function binaryText(line: string): string {
  const found = [...line.matchAll(CONTROL)];
  const first = found[0];
  if (first === undefined) return 'it has bytes that are no text';
  const code = first[0].charCodeAt(0).toString(16).padStart(2, '0');
  return `it has ${String(found.length)} control characters, the first (\\x${code}) at ${String(first.index)}: text was expected`;
}

/** Where an object breaks off, or what it has too much. */
function brokenText(line: string): string {
  const open: number[] = [];
  let quote = -1;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (quote >= 0) {
      if (character === '\\') at += 1;
      else if (character === '"') quote = -1;
    } else if (character === '"') quote = at;
    else if (character === '{' || character === '[') open.push(at);
    else if (character === '}' || character === ']') {
      open.pop();
      if (open.length === 0 && line.slice(at + 1).trim() !== '') {
        return `the object ends at ${String(at)}, and more text follows: one object a line was expected`;
      }
    }
  }
  if (quote >= 0) return `the object breaks off in the text that begins at ${String(quote)}: the line was cut off`;
  const last = open.at(-1);
  if (last !== undefined) return `the bracket at ${String(last)} is not closed: the line was cut off`;
  return 'the brackets match, but what stands between them is no JSON';
}

function fieldsText(names: readonly string[]): string {
  if (names.length === 0) return 'the object has no fields';
  return `the object has no field that holds a message: its fields are ${listed(names)}; name it with format:`;
}

function noIdText(decoded: DecodedLine): string {
  const names = decoded.kind === 'message' ? [...decoded.parameters.keys()] : [];
  return `there is no id= among its pairs (${listed(names)}), and no text of a message in front of them or in event=`;
}

function badIdText(decoded: DecodedLine): string {
  const id = decoded.kind === 'message' ? (decoded.id ?? '') : '';
  return `id=${id.slice(0, 40)} is not a number: whole numbers from 0 to 2147483647, or 0x and hexadecimal digits, were expected`;
}

function listed(names: readonly string[]): string {
  const rest = names.length - MAX_NAMED;
  return `${names.slice(0, MAX_NAMED).join(', ')}${rest > 0 ? ` and ${String(rest)} more` : ''}`;
}
