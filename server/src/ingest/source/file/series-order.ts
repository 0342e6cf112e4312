import type { SourceRecord } from '../../../core/aggregate/source-tally.js';
import type { FileTail } from './file-tail.js';
import { seriesOf } from './log-name.js';

/** A followed file as its series knows it. */
interface Member {
  tail: FileTail;
  source: SourceRecord;
  isFinished: boolean;
}

/**
 * Which of the followed files are finished: a newer one of their series is followed, and has had the last line. A
 * finished file that gets a line is expected to go on until the newer one gets one again [TAIL-35].
 */
export class SeriesOrder {
  /** Series of several files, the newest first. */
  private series: readonly (readonly Member[])[] = [];

  /** Sorts the files into their series; call it when a file was added or has left. */
  arrange(files: readonly Member[]): void {
    const byKey = new Map<string, { order: string; member: Member }[]>();
    for (const member of files) {
      const { key, order } = seriesOf(member.tail.path);
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [{ order, member }]);
      else known.push({ order, member });
      member.isFinished = false;
    }
    this.series = [...byKey.values()]
      .filter(({ length }) => length > 1)
      .map((members) => members.sort(newestFirst).map(({ member }) => member));
    this.note();
  }

  /** Notes of each file whether it is finished now. Nothing is created: there may be thousands, and it is every second. */
  note(): void {
    for (const members of this.series) {
      let newest = Number.NEGATIVE_INFINITY;
      for (const member of members) {
        const arrival = member.source.lastArrival ?? Number.NEGATIVE_INFINITY;
        member.isFinished = newest > Number.NEGATIVE_INFINITY && newest >= arrival;
        member.tail.finishedBy(member.isFinished);
        if (arrival > newest) newest = arrival;
      }
    }
  }
}

function newestFirst(a: { order: string }, b: { order: string }): number {
  return a.order > b.order ? -1 : a.order < b.order ? 1 : 0;
}
