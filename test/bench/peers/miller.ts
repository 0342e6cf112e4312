import { z } from 'zod';
import { sumGroups } from './pair-lines.js';
import type { Peer } from './peer.js';

const groupsSchema = z.array(
  z.object({ id: z.coerce.string(), matchkey: z.coerce.string(), count: z.coerce.number() }),
);

export const miller: Peer = {
  name: 'miller',
  program: 'mlr',
  version: ['--version'],
  does: 'splits at blanks and "=", counts per id and matchkey',
  prepare: ({ log }) => ({
    // -S and -A are gone in version 6: values that look like numbers keep their text anyway.
    args: ['--idkvp', '--ifs', ' ', '--ips', '=', '--ojson', 'count', '-g', 'id,matchkey', log.file],
    counts: (out) => sumGroups(groupsSchema.parse(JSON.parse(out)), log),
  }),
};
