import type { Peer } from './peer.js';

/** Not a parser at all: how fast lines of one id are found. */
export const grep: Peer = {
  name: 'grep',
  program: 'grep',
  version: ['--version'],
  does: 'counts lines with one id',
  prepare: ({ log }) => ({
    args: ['-c', ` id=${log.replayId} `, log.file],
    env: { ...process.env, LC_ALL: 'C' },
    counts: (out) => ({ replay: Number(out) }),
  }),
};
