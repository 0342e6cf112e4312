import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sumGroups } from './pair-lines.js';
import type { Peer } from './peer.js';

const PROGRAM = String.raw`counter events by id, matchkey
/ id=(?P<id>\d+) .* matchkey=(?P<matchkey>\S+)$/ {
  events[$id][$matchkey]++
}
`;

/** The dump of its counters, as far as it is read here. */
const counterSchema = z.object({
  LabelValues: z.array(z.object({ Labels: z.array(z.string()), Value: z.object({ Value: z.number() }) })),
});
const DUMP = z.object({ events: z.array(counterSchema) });

export const mtail: Peer = {
  name: 'mtail',
  program: 'mtail',
  version: ['--version'],
  does: 'counts per id and matchkey',
  prepare: ({ log, folder }) => {
    const program = join(folder, 'cos.mtail');
    writeFileSync(program, PROGRAM);
    // It writes a log of its own beside.
    const quiet = ['--log_dir', folder];
    return {
      // Port 0: its own may be taken, and nobody asks there.
      args: ['--one_shot', '--one_shot_format=json', '--port', '0', ...quiet, '--progs', program, '--logs', log.file],
      counts: (out) => {
        const dump = DUMP.parse(JSON.parse(out.slice(out.indexOf('{'))));
        const values = dump.events.flatMap(({ LabelValues }) => LabelValues);
        return sumGroups(
          values.map(({ Labels: [id = '', matchkey = ''], Value }) => ({ id, matchkey, count: Value.Value })),
          log,
        );
      },
    };
  },
};
