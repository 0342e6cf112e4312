import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Peer } from './peer.js';

const reportSchema = z.object({
  requests: z.object({ data: z.array(z.object({ data: z.string(), hits: z.object({ count: z.number() }) })) }),
});
const LOG_FORMAT = '<%^>1 %dT%t.%^ %h EFW - - - %^: prio=%^ id=%U rev=%^';

export const goaccess: Peer = {
  name: 'goaccess',
  program: 'goaccess',
  version: ['--version'],
  does: 'counts per id and per gateway: its formats cannot find a name at a varying place',
  cannotRead: 'gateway',
  prepare: ({ log, folder }) => {
    const report = join(folder, 'report.json');
    const formats = ['--log-format', LOG_FORMAT, '--date-format', '%Y-%m-%d', '--time-format', '%T'];
    return {
      args: [log.file, ...formats, '--no-ip-validation', '--no-global-config', '--no-progress', '-o', report],
      counts: () => {
        const { requests } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
        return { replay: requests.data.find(({ data }) => data === log.replayId)?.hits.count ?? 0 };
      },
    };
  },
};
