/** Number of bytes needed to recognise UTF-16 without a byte order mark. */
const MIN_BYTES = 32;
/** In UTF-16 with Latin letters nearly every second byte is zero; in UTF-8 none is. */
const MIN_SHARE = 0.8;

/**
 * A problem of a file as a whole, with its remedy; undefined when there is none. UTF-16 text is one fault
 * and not a thousand broken lines; its lines are counted as unreadable all the same.
 * @param head the first bytes of the file
 */
export function encodingFault(file: string, head: Buffer): string | undefined {
  const encoding = utf16Of(head);
  if (encoding === undefined) return undefined;
  return (
    `${file} is ${encoding} text, so none of its lines can be read: have it written as UTF-8, ` +
    `or convert it (iconv -f ${encoding} -t UTF-8) and follow the converted file`
  );
}

function utf16Of(head: Buffer): 'UTF-16LE' | 'UTF-16BE' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'UTF-16LE';
  if (head[0] === 0xfe && head[1] === 0xff) return 'UTF-16BE';
  if (head.length < MIN_BYTES) return undefined;
  const pairs = Math.floor(head.length / 2);
  const zeros = [0, 0];
  for (let at = 0; at < pairs * 2; at++) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd / pairs >= MIN_SHARE && even / pairs < 1 - MIN_SHARE) return 'UTF-16LE';
  if (even / pairs >= MIN_SHARE && odd / pairs < 1 - MIN_SHARE) return 'UTF-16BE';
  return undefined;
}
