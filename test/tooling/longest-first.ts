import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take about a minute or more, most of it waiting for servers: begun last, one of them would end alone. */
const LONG = [
  'bench/bench',
  'ingest/source/syslog/syslog-stops',
  'ingest/source/syslog/syslog-crashes',
  'ingest/source/syslog/syslog-senders',
  'client/live/bounded-memory',
  'store/store-vanishes',
  'store/sqlite/sqlite-reading',
  'commands/demo',
  'ingest/source/file/logrotate',
  'model/random-actions',
  'model/real-process',
  'model/kills',
  'ingest/source/clocks',
  'cluster/stream/stream-failures',
];

/** The known long files first, then the rest as Vitest would have it. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((name) => moduleId.includes(`/test/${name}.test.`));
      return at === -1 ? LONG.length : at;
    };
    return usual.toSorted((a, b) => rank(a) - rank(b));
  }
}
