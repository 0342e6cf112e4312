/** What names an event for good: its time, epoch ms, and its number. */
export interface EventName {
  readonly time: number;
  readonly seq: number;
}

/** The page of an event. */
export function eventPath({ time, seq }: EventName): string {
  return `/events/${String(time)}.${String(seq)}`;
}

const NAME = /^(-?\d{1,15})\.(\d{1,15})$/;

/** The event that an address names; null if it names none. */
export function parseEventName(text: string): EventName | null {
  const [, time, seq] = NAME.exec(text) ?? [];
  return time === undefined || seq === undefined ? null : { time: Number(time), seq: Number(seq) };
}

/** Where the list of events, newest first, goes on with this event. */
export function cursorAt({ time, seq }: EventName): string {
  return `${String(time)}.${String(seq + 1)}`;
}
