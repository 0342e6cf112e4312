import { formatCount } from '@tunnelwatch/shared/format-number';
import type { InputStatus } from '@tunnelwatch/shared/protocol';
import { formatClock } from './format-time.js';

/** What Tunnelwatch loses, does not read, or cannot understand, the worst first; empty when there is nothing of the kind. */
export function inputTroubleTexts(input: InputStatus | null): string[] {
  if (input === null) return [];
  const { lost, notRead, unreadable } = input;
  const texts: string[] = [];
  if (lost !== null) {
    texts.push(`LOSING INPUT: ${countOf(lost.count, 'datagram')} since ${formatClock(lost.since)}`);
  }
  if (notRead > 0) texts.push(`Not reading ${countOf(notRead, 'source')}`);
  if (unreadable > 0) texts.push(`Unreadable lines in ${countOf(unreadable, 'source')}`);
  return texts;
}

function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`;
}
