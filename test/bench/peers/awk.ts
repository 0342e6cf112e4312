import { sumGroups } from './pair-lines.js';
import type { Peer } from './peer.js';

const SCRIPT = `{
  id = ""; key = ""
  for (i = 8; i <= NF; i++) {
    if (index($i, "id=") == 1) id = substr($i, 4)
    else if (index($i, "matchkey=") == 1) key = substr($i, 10)
  }
  n[id " " key]++
}
END { for (pair in n) print n[pair], pair }`;

function awk(program: string, version: readonly string[]): Peer {
  return {
    name: program,
    program,
    version,
    does: 'counts per id and matchkey',
    prepare: ({ log }) => ({
      args: [SCRIPT, log],
      // Bytes and not characters, as everybody runs it on logs.
      env: { ...process.env, LC_ALL: 'C' },
      counts: (out) =>
        sumGroups(
          out.split('\n').map((line) => {
            const [count = '0', id = '', matchkey = ''] = line.split(' ');
            return { id, matchkey, count: Number(count) };
          }),
        ),
    }),
  };
}

export const mawk = awk('mawk', ['-W', 'version']);
export const gawk = awk('gawk', ['--version']);
