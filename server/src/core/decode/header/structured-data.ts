/** Where the message begins behind `-` or `[id name="value" …]…` (RFC 5424 section 6.3), and a byte order mark. */
export function skipStructuredData(line: string, at: number): number {
  let next = skipSpaces(line, at);
  if (line.charCodeAt(next) === 0x2d) next += 1;
  while (line.charCodeAt(next) === 0x5b) {
    const end = endOfElement(line, next + 1);
    if (end < 0) break;
    next = end;
  }
  next = skipSpaces(line, next);
  return line.charCodeAt(next) === 0xfeff ? next + 1 : next;
}

/** A bracket inside a quoted value does not end an element. */
function endOfElement(line: string, at: number): number {
  let isQuoted = false;
  for (let next = at; next < line.length; next++) {
    const code = line.charCodeAt(next);
    if (code === 0x5c && isQuoted) next++;
    else if (code === 0x22) isQuoted = !isQuoted;
    else if (code === 0x5d && !isQuoted) return next + 1;
  }
  return -1;
}

function skipSpaces(line: string, at: number): number {
  let next = at;
  while (line.charCodeAt(next) === 0x20) next++;
  return next;
}
