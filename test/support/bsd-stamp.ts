/** A time (epoch ms) as receivers write it without a year, in a zone: `Nov  9 06:00:02`. */
export function bsdStamp(time: number, timeZone = 'UTC'): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(time);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('month')} ${part('day').padStart(2)} ${part('hour')}:${part('minute')}:${part('second')}`;
}
