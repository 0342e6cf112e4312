import { CLASS_LABEL } from '@tunnelwatch/shared/class-labels';
import { type Explanation, gatewayText, type PartKind, type Place } from '@tunnelwatch/shared/explanation';
import { iso } from '@tunnelwatch/shared/iso-time';
import { subjectLabel } from '@tunnelwatch/shared/subject-labels';

const WIDTH = 80;
const INDENT = '  ';
/** Lines of the input that are drawn; what is longer is told of. */
const MAX_DRAWN = 40;

/** What marks a part under the line. */
const MARK: Readonly<Record<PartKind, string>> = {
  gateway: 'g',
  relay: 'r',
  time: 't',
  severity: 's',
  program: 'p',
  folded: 'n',
  category: 'c',
  message: 'm',
};
const PAIR_MARK = '=';
const LEGEND: Readonly<Record<string, string>> = {
  t: 'time',
  r: 'relay',
  g: 'gateway',
  s: 'severity',
  p: 'program',
  n: 'repeats',
  c: 'category',
  [PAIR_MARK]: 'pair',
};

/** An explanation for a terminal of 80 columns; control characters are shown escaped. */
export function explanationText(explanation: Explanation): string {
  const { unwrapped, doubts, failure } = explanation;
  return [
    `${titleOf(explanation)}\n`,
    ...(explanation.outcome === 'empty' ? [] : [`\n${drawing(explanation)}`]),
    ...(failure === null ? [] : section('To be read', failure.nearest)),
    ...factsText(explanation),
    ...section('Taken off', unwrapped),
    ...headersText(explanation),
    ...fieldsText(explanation),
    ...section('Uncertain', doubts),
  ].join('');
}

function titleOf({ outcome, message, category, failure }: Explanation): string {
  switch (outcome) {
    case 'event':
    case 'unknown': {
      const text = message === null ? '' : ` ${message.id === null ? '' : String(message.id)} ${visible(message.text)}`;
      return `${outcome === 'event' ? 'Event' : 'Unknown event'}:${text.replace(/ {2,}/g, ' ')}`;
    }
    case 'other':
      return `Other: a message of the category ${category ?? ''}, which is counted and not stored`;
    case 'unreadable':
      return `Unreadable: ${failure?.text ?? ''}`;
    case 'empty':
      return 'Empty: the line holds nothing';
  }
}

/** The line with its marks below, in pieces that fit the width, and what the marks mean. */
function drawing({ line, parts, fields }: Explanation): string {
  const { text, columns } = escaped(line);
  const marks = new Array<string>(text.length).fill(' ');
  const draw = (place: Place, mark: string) => {
    if (place !== null) marks.fill(mark, columns[place.start], columns[place.end]);
  };
  for (const { place } of fields) draw(place, PAIR_MARK);
  for (const { place, kind } of parts) draw(place, MARK[kind]);
  const width = WIDTH - INDENT.length;
  const rows: string[] = [];
  for (let at = 0; at < text.length && rows.length < 2 * MAX_DRAWN; at += width) {
    rows.push(text.slice(at, at + width), marks.slice(at, at + width).join(''));
  }
  const rest = text.length - MAX_DRAWN * width;
  const used = Object.entries(LEGEND).filter(([mark]) => marks.includes(mark));
  return [
    ...rows.filter((row) => row.trim() !== '').map((row) => `${INDENT}${row.trimEnd()}\n`),
    rest > 0 ? `${INDENT}(${String(rest)} more characters)\n` : '',
    used.length === 0 ? '' : `${INDENT}${used.map(([mark, name]) => `${mark} ${name}`).join('   ')}\n`,
  ].join('');
}

/** What a terminal would obey, and what hides or reorders other characters; both halves of a character beyond the BMP. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** A text with what a terminal would obey escaped, and in which column each of its characters begins. */
function escaped(line: string): { text: string; columns: number[] } {
  const columns: number[] = [];
  let text = '';
  for (let at = 0; at < line.length; at++) {
    columns.push(text.length);
    text += escapedCharacter(line.charAt(at));
  }
  columns.push(text.length);
  return { text, columns };
}

function escapedCharacter(character: string): string {
  if (!UNSAFE.test(character)) return character;
  const code = character.charCodeAt(0);
  if (character === '\t') return '\\t';
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

function visible(text: string): string {
  return escaped(text).text;
}

function factsText(explanation: Explanation): string[] {
  const { category, id, message, severity, subject, gateway, time, receivedTime } = explanation;
  const facts: [string, string][] = [];
  if (category !== null) facts.push(['category', category]);
  if (id !== null) facts.push(['id', id]);
  if (message !== null) facts.push(['class', `${CLASS_LABEL[message.class]}${message.isLatching ? ', latching' : ''}`]);
  if (severity !== null) facts.push(['severity', `${severity.value}, from ${severity.from}`]);
  if (subject !== null) facts.push(['subject', subjectLabel(subject)]);
  if (gateway !== null) facts.push(['gateway', gatewayText(gateway)]);
  if (time !== null) {
    facts.push(['time', `${iso(time.at)}, from ${time.from}`]);
    if (time.zone !== null) facts.push(['zone', time.zone]);
  }
  if (receivedTime !== null) facts.push(['received', `${iso(receivedTime.at)}, from ${receivedTime.from}`]);
  if (facts.length === 0) return [];
  return ['\nUnderstood as\n', ...facts.map(([name, value]) => row(name.padEnd(10), value))];
}

function headersText({ headers }: Explanation): string[] {
  if (headers.length === 0) return [];
  const rows = headers.map(({ role, isWrapping, host, time, severity }) => {
    const facts = [host ?? 'no host', time === null ? 'no stamp' : iso(time), severity ?? 'no severity'];
    return row(role.padEnd(10), `${facts.join(', ')}${isWrapping ? ' (the object says)' : ''}`);
  });
  return ['\nHeaders, outermost first\n', ...rows];
}

function fieldsText({ fields, notShown }: Explanation): string[] {
  if (fields.length === 0) return [];
  const placeOf = (place: Place) => (place === null ? '-' : `${String(place.start)}-${String(place.end)}`);
  const widths = [
    Math.max(...fields.map(({ place }) => placeOf(place).length)),
    Math.min(20, Math.max(...fields.map(({ name }) => visible(name).length))),
  ];
  const [placeWidth = 0, nameWidth = 0] = widths;
  const rows = fields.map(({ name, value, place }) =>
    row(`${placeOf(place).padStart(placeWidth)}  ${visible(name).padEnd(nameWidth)}`, value),
  );
  return [
    '\nPairs, by their characters in the line\n',
    ...rows,
    notShown > 0 ? row('', `(${String(notShown)} more)`) : '',
  ];
}

function section(title: string, sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : [`\n${title}\n`, ...sentences.map((sentence) => row('-', sentence))];
}

/** A name and a text that is wrapped beside it. */
function row(name: string, value: string): string {
  const head = `${INDENT}${name} `;
  const width = Math.max(20, WIDTH - head.length);
  return wrapped(visible(value), width)
    .map((text, index) => `${index === 0 ? head : ' '.repeat(head.length)}${text}`.trimEnd() + '\n')
    .join('');
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const end = blank > 0 ? blank : width;
    lines.push(rest.slice(0, end));
    rest = rest.slice(blank > 0 ? end + 1 : end);
  }
  return [...lines, rest];
}
