/** A quoted field of a separated file: at the beginning of a line, or behind a separator. */
const OPENING = /(?:^|[,;\t|])"/;
/** What ends a quoted field: its quotation mark, and a separator or the end of the line behind it. */
const SEPARATORS = ',;\t|';
const MAX_FIELDS = 200;

/**
 * The fields of a line that a receiver writes as comma-separated values (RFC 4180: quotation marks around a field, doubled
 * within it), joined by tabs; undefined for any other line. Only a mark in front of all pairs opens a field: within a
 * message it is that of a value.
 */
export function readQuotedFields(line: string): string | undefined {
  const mark = line.indexOf('"');
  const equals = line.indexOf('=');
  if (mark < 0 || (equals >= 0 && equals < mark)) return undefined;
  const opening = OPENING.exec(line);
  if (opening === null || line.slice(0, opening.index).includes('=')) return undefined;
  const fields: string[] = [];
  let at = 0;
  while (at < line.length && fields.length < MAX_FIELDS) {
    if (line.charCodeAt(at) !== 0x22) {
      const end = nextSeparator(line, at);
      fields.push(line.slice(at, end));
      at = end + 1;
      continue;
    }
    const end = closingMark(line, at + 1);
    if (end < 0) return undefined;
    fields.push(line.slice(at + 1, end).replaceAll('""', '"'));
    at = end + 2;
  }
  return fields.join('\t');
}

function nextSeparator(line: string, from: number): number {
  for (let at = from; at < line.length; at++) if (SEPARATORS.includes(line.charAt(at))) return at;
  return line.length;
}

function closingMark(line: string, from: number): number {
  for (let at = line.indexOf('"', from); at >= 0; at = line.indexOf('"', at + 1)) {
    if (line.charCodeAt(at + 1) === 0x22) at += 1;
    else if (at + 1 >= line.length || SEPARATORS.includes(line.charAt(at + 1))) return at;
    else return -1;
  }
  return -1;
}
