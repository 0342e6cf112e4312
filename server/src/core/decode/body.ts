/** A value, and behind it a comma or semicolon in front of the next name. */
const SEPARATED = /(?:"[^"]{0,200}"|[^\s,;"]{0,200})\s{0,4}([,;])\s{0,8}[\w.-]{1,64}=/y;
/** Pairs among which a separator shows: a receiver may write its own in front of some only. */
const MAX_LOOKED_AT = 4;
const NAME_NEXT = /\s{0,8}[\w.-]{1,64}=/y;
const BACKSLASH = 0x5c;
const QUOTE = 0x22;

/** What is known of the place that a body stands in. */
export interface BodyPlace {
  /** A quotation mark in front of the message is open: it ends the message. */
  isQuoted: boolean;
  /** The message is in the brackets of a receiver that folded it. */
  isBracketed: boolean;
}

/** The pairs of a message as the gateway wrote them: without what closes it, and without escapes or separators between. */
export function bodyOf(text: string, { isQuoted, isBracketed }: BodyPlace): string {
  let body = text;
  if (isBracketed && body.endsWith(']')) body = body.slice(0, -1).trimEnd();
  // Only a mark that was opened in front of the message ends it: within the message anything may stand in a value.
  if (isQuoted) body = isEscaped(body) ? unescaped(body) : body.slice(0, closingQuote(body));
  const separator = body.includes(',') || body.includes(';') ? separatorIn(body) : undefined;
  return separator === undefined ? body : spaced(body, separator);
}

/** The character that stands between the first pairs beside white space, if any. */
function separatorIn(body: string): string | undefined {
  let equals = -1;
  for (let pair = 0; pair < MAX_LOOKED_AT; pair++) {
    equals = body.indexOf('=', equals + 1);
    if (equals < 0) return undefined;
    SEPARATED.lastIndex = equals + 1;
    const separator = SEPARATED.exec(body)?.[1];
    if (separator !== undefined) return separator;
  }
  return undefined;
}

/** Whether the first quotation mark is an escaped one: behind a plain one, an escaped one is part of a value. */
function isEscaped(body: string): boolean {
  const first = body.indexOf('"');
  return first > 1 && body.startsWith('=\\', first - 2);
}

/** A text that was written into another one in quotation marks, up to the mark that ends it. */
function unescaped(body: string): string {
  let end = 0;
  while (end < body.length && body.charCodeAt(end) !== QUOTE) end += body.charCodeAt(end) === BACKSLASH ? 2 : 1;
  return body.slice(0, end).replace(/\\(["\\/])/g, '$1');
}

/** Where a quotation mark stands that no other one opens; the end of the text when all of them are pairs. */
function closingQuote(body: string): number {
  const marks = body.split('"').length - 1;
  return marks % 2 === 0 ? body.length : body.lastIndexOf('"');
}

/** Blanks in the place of the separators in front of names, outside quotation marks. */
function spaced(body: string, separator: string): string {
  let isQuoted = false;
  let spacedBody = '';
  let from = 0;
  for (let at = 0; at < body.length; at++) {
    const code = body.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) isQuoted = !isQuoted;
    else if (!isQuoted && body.charAt(at) === separator && isNameNext(body, at + 1)) {
      spacedBody += `${body.slice(from, at)} `;
      from = at + 1;
    }
  }
  return spacedBody + body.slice(from);
}

function isNameNext(body: string, at: number): boolean {
  NAME_NEXT.lastIndex = at;
  return NAME_NEXT.test(body);
}
