const CLOCK = /\b(\d\d?):(\d\d):(\d\d)(?!\d)/g;
/** The decimals of a stamp, or of seconds since 1970. */
const DECIMALS = /(?<=:\d\d[.,]|\d{10}\.)\d{1,9}/g;
const EPOCH = /\b1795932(\d{3,12})\b/g;
/** Names of the tunnels of the lines; what one gateway has. */
const TUNNELS = 500;

/** A line of a corpus as it would look later, of another tunnel: other clocks, decimals and numbers, nothing else. */
export function laterLine(line: string, number: number): string {
  const seconds = number % 60;
  const two = (value: number) => String(value).padStart(2, '0');
  const digits = (count: number) => String((number * 7919 + 104_729) % 10 ** Math.min(count, 9)).padStart(count, '0');
  return line
    .replaceAll(CLOCK, (_clock, hour: string) => `${hour}:${two(Math.floor(number / 60) % 60)}:${two(seconds)}`)
    .replaceAll(EPOCH, (_epoch, rest: string) =>
      `1795932${two(number % 1000).padStart(3, '0')}${digits(rest.length - 3)}`.slice(0, 7 + rest.length),
    )
    .replaceAll(DECIMALS, (decimals) => digits(decimals.length))
    .replace('seqno=7 ', `seqno=${String(7 + number * 13)} `)
    .replace('windowbase=900', `windowbase=${String(900 + number * 17)}`)
    .replace('matchkey=a1', `matchkey=a${String(number % TUNNELS)}`);
}
