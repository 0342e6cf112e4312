import { sumGroups } from './pair-lines.js';
import type { Peer } from './peer.js';

/** As a person writes it who knows awk: fields, and each compared with both names. */
const BY_FIELDS = `{
  id = ""; key = ""
  for (i = 5; i <= NF; i++) {
    if (index($i, "id=") == 1) id = substr($i, 4)
    else if (index($i, "matchkey=") == 1) key = substr($i, 10)
  }
  n[id " " key]++
}
END { for (pair in n) print n[pair], pair }`;
/** Faster, since no line is cut into fields. */
const BY_MATCH = `{
  id = ""; key = ""
  if (match($0, / id=[0-9]+/)) id = substr($0, RSTART + 4, RLENGTH - 4)
  if (match($0, / matchkey=[^ ]+/)) key = substr($0, RSTART + 10, RLENGTH - 10)
  n[id " " key]++
}
END { for (pair in n) print n[pair], pair }`;

interface Awk {
  name: string;
  program: string;
  version: readonly string[];
  script: string;
  does: string;
}

function awk({ name, program, version, script, does }: Awk): Peer {
  return {
    name,
    program,
    version,
    does,
    prepare: ({ log }) => ({
      args: [script, log.file],
      // Bytes and not characters, as everybody runs it on logs.
      env: { ...process.env, LC_ALL: 'C' },
      counts: (out) =>
        sumGroups(
          out.split('\n').map((line) => {
            const [count = '0', id = '', matchkey = ''] = line.split(' ');
            return { id, matchkey, count: Number(count) };
          }),
          log,
        ),
    }),
  };
}

const MAWK = { program: 'mawk', version: ['-W', 'version'] };
const does = 'counts per id and matchkey';

export const mawk = awk({ ...MAWK, name: 'mawk', script: BY_FIELDS, does: `${does}, by fields` });
export const mawkMatch = awk({ ...MAWK, name: 'mawk match()', script: BY_MATCH, does: `${does}, by match()` });
export const gawk = awk({
  name: 'gawk',
  program: 'gawk',
  version: ['--version'],
  script: BY_FIELDS,
  does: `${does}, by fields`,
});
