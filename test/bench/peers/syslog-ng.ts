import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countPairs, lineWatcher } from './pair-lines.js';
import type { Peer } from './peer.js';

export const syslogNg: Peer = {
  name: 'syslog-ng',
  program: 'syslog-ng',
  version: ['--version'],
  does: 'kv-parser; writes id and matchkey of each line',
  prepare: ({ log, folder }) => {
    const config = join(folder, 'syslog-ng.conf');
    const pairs = join(folder, 'pairs');
    writeFileSync(config, configuration(log.file, pairs));
    const own = ['persist-file', 'pidfile', 'control'].map((name) => `--${name}=${join(folder, name)}`);
    return {
      args: ['-F', '-f', config, ...own, '--no-caps'],
      isDone: lineWatcher(pairs, log.lines),
      counts: () => countPairs(pairs, log),
    };
  },
};

function configuration(log: string, pairs: string): string {
  return `@version: 3.35
options { log-fifo-size(200000); stats-freq(0); };
source input { file("${log}" flags(no-parse) follow-freq(1) log-fetch-limit(10000) log-iw-size(100000)); };
parser kv { kv-parser(); };
destination out { file("${pairs}" template("$id $matchkey\\n") flush-lines(1000)); };
log { source(input); parser(kv); destination(out); flags(flow-control); };
`;
}
