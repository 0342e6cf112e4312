import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countPairs, lineWatcher } from './pair-lines.js';
import type { Peer } from './peer.js';

const HEAD = 'rule=:<%-:number%>1 %-:word% %gateway:word% EFW - - - %-:string-to: id=% id=%id:number% rev';
const RULES = `version=2
${HEAD}%-:string-to: matchkey=% matchkey=%matchkey:word%
${HEAD}%-:rest%
`;

export const rsyslog: Peer = {
  name: 'rsyslog',
  program: 'rsyslogd',
  version: ['-v'],
  does: 'mmnormalize; writes id and matchkey of each line',
  prepare: ({ log, lines, folder }) => {
    const [rules, config, pairs] = ['cos.rb', 'rsyslog.conf', 'pairs'].map((name) => join(folder, name));
    if (rules === undefined || config === undefined || pairs === undefined) throw new Error('three names, three paths');
    writeFileSync(rules, RULES);
    writeFileSync(config, configuration({ log, folder, rules, pairs }));
    return {
      args: ['-n', '-f', config, '-i', join(folder, 'pid')],
      isDone: lineWatcher(pairs, lines),
      counts: () => countPairs(pairs),
    };
  },
};

function configuration({ log, folder, rules, pairs }: Record<'log' | 'folder' | 'rules' | 'pairs', string>): string {
  return `global(workDirectory="${folder}")
main_queue(queue.type="LinkedList" queue.size="100000" queue.dequeueBatchSize="1024")
module(load="imfile" mode="inotify")
module(load="mmnormalize")
template(name="pair" type="string" string="%$!id% %$!matchkey%\\n")
input(type="imfile" file="${log}" tag="cos" ruleset="normalise")
ruleset(name="normalise") {
  action(type="mmnormalize" rulebase="${rules}" useRawMsg="on")
  action(type="omfile" file="${pairs}" template="pair" ioBufferSize="64k")
}
`;
}
