import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sumGroups } from './pair-lines.js';
import type { PeerLog } from '../support/peer-log.js';
import type { Peer } from './peer.js';

const BODY = String.raw`(?<category>\S+): (?<body>prio=\d+ id=(?<msgid>\d+)(?:.*? matchkey=(?<matchkey>\S+))?.*)$`;
const PATTERNS: Record<PeerLog['form'], string> = {
  rfc5424: String.raw`^<\d+>1 (?<timestamp>\S+) (?<gateway>\S+) EFW - - - ${BODY}`,
  gateway: String.raw`^(?<timestamp>\S+) (?<gateway>\S+) EFW: ${BODY}`,
};
const SAMPLE_BODY = 'IPSEC: prio=2 id=611 rev=1 event="Integrity check failed." action=drop seqno=7 matchkey=1';
const SAMPLES: Record<PeerLog['form'], string> = {
  rfc5424: `<133>1 2026-02-10T17:00:00.000Z gw-1 EFW - - - ${SAMPLE_BODY}`,
  gateway: `2026-02-10T18:00:00.000000+01:00 gw-1 EFW: ${SAMPLE_BODY}`,
};
const formatOf = (form: PeerLog['form']) => ({
  cos_log: {
    title: 'Security gateway',
    regex: { std: { pattern: PATTERNS[form] } },
    'timestamp-field': 'timestamp',
    'body-field': 'body',
    value: {
      gateway: { kind: 'string', identifier: true },
      category: { kind: 'string', identifier: true },
      // As a number it would be read as octal.
      msgid: { kind: 'string' },
      matchkey: { kind: 'string' },
    },
    sample: [{ line: SAMPLES[form] }],
  },
});
const QUERY = ';SELECT count(*), msgid, matchkey FROM cos_log GROUP BY msgid, matchkey';

export const lnav: Peer = {
  name: 'lnav',
  program: 'lnav',
  version: ['-V'],
  does: 'indexes the file, then counts per id and matchkey in SQL',
  prepare: ({ log, folder }) => {
    const formats = join(folder, 'formats', 'installed');
    mkdirSync(formats, { recursive: true });
    writeFileSync(join(formats, 'cos.json'), JSON.stringify(formatOf(log.form)));
    return {
      args: ['-n', '-I', folder, '-c', QUERY, '-c', ':write-csv-to -', log.file],
      env: { ...process.env, HOME: folder, TERM: 'dumb' },
      counts: (out) =>
        sumGroups(
          out.split('\n').map((line) => {
            const [count = '0', id = '', matchkey = ''] = line.split(',');
            return { id, matchkey, count: Number(count) };
          }),
          log,
        ),
    };
  },
};
