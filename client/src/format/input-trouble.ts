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

/** The worst of it in a word, for where there is no room for more; null when there is nothing of the kind. */
export function inputTroubleWord(input: InputStatus | null): string | null {
  if (input === null) return null;
  if (input.lost !== null) return 'LOSING';
  if (input.notRead > 0) return 'NOT READ';
  return input.unreadable > 0 ? 'UNREADABLE' : null;
}

function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`;
}
