import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PeerLog } from '../support/peer-log.js';
import { countPairs, lineWatcher } from './pair-lines.js';
import type { Peer } from './peer.js';

const PREFIXES: Record<PeerLog['form'], string> = {
  rfc5424: '<%-:number%>1 %-:word% %gateway:word% EFW - - - ',
  gateway: '%-:word% %gateway:word% EFW: ',
};

function rulesFor(form: PeerLog['form']): string {
  const head = `rule=:${PREFIXES[form]}%-:string-to: id=% id=%id:number% rev`;
  return `version=2\n${head}%-:string-to: matchkey=% matchkey=%matchkey:word%\n${head}%-:rest%\n`;
}

export const rsyslog: Peer = {
  name: 'rsyslog',
  program: 'rsyslogd',
  version: ['-v'],
  does: 'mmnormalize; writes id and matchkey of each line',
  prepare: ({ log, folder }) => {
    const [rules, config, pairs] = ['cos.rb', 'rsyslog.conf', 'pairs'].map((name) => join(folder, name));
    if (rules === undefined || config === undefined || pairs === undefined) throw new Error('three names, three paths');
    writeFileSync(rules, rulesFor(log.form));
    writeFileSync(config, configuration({ log: log.file, folder, rules, pairs }));
    return {
      args: ['-n', '-f', config, '-i', join(folder, 'pid')],
      isDone: lineWatcher(pairs, log.lines),
      counts: () => countPairs(pairs, log),
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
