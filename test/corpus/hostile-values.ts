import { hostile, known, raw, replayOf, unknown } from './hostile-line.js';
import type { HostileLine, Pairs } from './types.js';

const replay = (parameters: string): string =>
  raw(`IPSEC: prio=2 id=278 rev=1 event=anti_replay_check_failed ${parameters}`);

const MANY_KEYS: Pairs = Array.from({ length: 10_000 }, (_, index) => [`k${index}`, String(index)] as const);

const LONG_KEY = 'k'.repeat(4096);

/** Names and values that tempt a parser. */
const VALUES: readonly HostileLine[] = [
  hostile(
    'a key twice: the first wins',
    replay('seqno=1 matchkey=m1 seqno=2 matchkey=m2'),
    replayOf('m1', [['seqno', '1']]),
  ),
  hostile('id twice: the first wins', raw('IPSEC: id=278 id=611 seqno=1 matchkey=m1'), replayOf('m1')),
  hostile(
    '__proto__, constructor and toString are names like any other',
    replay('__proto__=1 constructor=2 toString=3 hasOwnProperty=4 matchkey=m1'),
    known(278, {
      matchkey: 'm1',
      parameters: [
        ['__proto__', '1'],
        ['constructor', '2'],
        ['toString', '3'],
        ['hasOwnProperty', '4'],
      ],
      numbers: [
        ['__proto__', '1'],
        ['constructor', '2'],
      ],
    }),
  ),
  hostile('empty values', replay('seqno= windowbase="" matchkey=m1'), {
    ...replayOf('m1', [
      ['seqno', ''],
      ['windowbase', ''],
    ]),
    notNumbers: ['seqno', 'windowbase'],
  }),
  hostile(
    'an unclosed quote',
    replay('user="abc seqno=5 matchkey=m1'),
    replayOf('m1', [
      ['user', '"abc'],
      ['seqno', '5'],
    ]),
  ),
  hostile('an unclosed quote at the end', replay('matchkey=m1 note="'), replayOf('m1', [['note', '"']])),
  hostile('a quote within a value', replay('note=5"x matchkey=m1'), replayOf('m1', [['note', '5"x']])),
  hostile(
    'escaped quotes and backslashes',
    replay('note="a \\"b\\" c\\\\" matchkey=m1'),
    replayOf('m1', [['note', 'a "b" c\\']]),
  ),
  hostile(
    'a quote that goes on inside the value',
    replay('note="a"b c" matchkey=m1'),
    replayOf('m1', [['note', 'a"b c']]),
  ),
  hostile(
    'name=value inside quotes',
    replay('note="seqno=9 matchkey=no" matchkey=m1'),
    replayOf('m1', [['note', 'seqno=9 matchkey=no']]),
  ),
  hostile(
    '= in values',
    replay('expr=a=b=c key=YWJj== matchkey=x=y'),
    replayOf('x=y', [
      ['expr', 'a=b=c'],
      ['key', 'YWJj=='],
    ]),
  ),
  hostile(
    'tabs between pairs',
    replay('seqno=1\twindowbase=2\t\tmatchkey=m1'),
    replayOf('m1', [
      ['seqno', '1'],
      ['windowbase', '2'],
    ]),
  ),
  hostile('a tab inside quotes', replay('note="a\tb" matchkey=m1'), replayOf('m1', [['note', 'a\tb']])),
  hostile('white space at the end', replay('seqno=1 matchkey=m1  \t '), replayOf('m1', [['seqno', '1']])),
  hostile('a carriage return within', replay('note="a\rb" matchkey=m1'), replayOf('m1')),
  hostile(
    'a value of many words',
    replay('action=correct the data now seqno=4 matchkey=m1'),
    replayOf('m1', [['seqno', '4']]),
  ),
  hostile(
    '10,000 keys',
    replay(`${MANY_KEYS.map(([name, value]) => `${name}=${value}`).join(' ')} matchkey=m1`),
    replayOf('m1', [
      ['k0', '0'],
      ['k9999', '9999'],
    ]),
  ),
  hostile('60,000 quotes', replay(`note=${'"'.repeat(60_000)} matchkey=m1`), known(278)),
  hostile(
    '60,000 unclosed quoted values',
    replay(`${'a="b '.repeat(12_000)}matchkey=m1`),
    replayOf('m1', [['a', '"b']]),
  ),
  hostile('60,000 equals signs', replay(`matchkey=m1 note=${'='.repeat(60_000)}`), replayOf('m1')),
  hostile('60,000 backslashes', replay(`matchkey=m1 note="${'\\'.repeat(60_000)}`), replayOf('m1')),
];

/** What a matchkey can be. */
const MATCHKEYS: readonly HostileLine[] = [
  hostile('an empty matchkey', replay('seqno=1 matchkey='), replayOf('', [['seqno', '1']])),
  hostile('an empty matchkey in quotes', replay('matchkey="" seqno=1'), replayOf('', [['seqno', '1']])),
  hostile('no matchkey', replay('seqno=1'), known(278, { subjectKind: 'gateway', matchkey: null })),
  hostile('a matchkey of 4 KB', replay(`matchkey=${LONG_KEY}`), replayOf(LONG_KEY)),
  hostile('spaces inside quotes', replay('matchkey=" a  b " seqno=1'), replayOf(' a  b ', [['seqno', '1']])),
  hostile('HTML', replay('matchkey="<img src=x onerror=alert(1)>" seqno=1'), replayOf('<img src=x onerror=alert(1)>')),
  hostile('a path', replay('matchkey=../../etc/passwd seqno=1'), replayOf('../../etc/passwd')),
  hostile('two dots', replay('matchkey=.. seqno=1'), replayOf('..')),
  hostile('emoji', replay('matchkey=🔒tunnel-ß seqno=1'), replayOf('🔒tunnel-ß')),
  hostile(
    'an SQL fragment',
    replay(`matchkey="'; DROP TABLE events; --" seqno=1`),
    replayOf("'; DROP TABLE events; --"),
  ),
  hostile('a spreadsheet formula', replay('matchkey==1+1 seqno=1'), replayOf('=1+1')),
];

/** What a number can be. */
const NUMBERS: readonly HostileLine[] = [
  hostile('2^64 − 1', replay('seqno=18446744073709551615 matchkey=m1'), {
    ...replayOf('m1', [['seqno', '18446744073709551615']]),
    numbers: [['seqno', '18446744073709551615']],
  }),
  hostile('2^64', replay('seqno=18446744073709551616 windowbase=0x10000000000000000 matchkey=m1'), {
    ...replayOf('m1', [
      ['seqno', '18446744073709551616'],
      ['windowbase', '0x10000000000000000'],
    ]),
    notNumbers: ['seqno', 'windowbase'],
  }),
  hostile('leading zeros are not octal', replay('seqno=00000000000000000000010 windowsize=064 matchkey=m1'), {
    ...replayOf('m1', [['windowsize', '064']]),
    numbers: [
      ['seqno', '10'],
      ['windowsize', '64'],
    ],
  }),
  hostile('hexadecimal in any case', replay('seqno=0xDeadBeef windowbase=0X1f matchkey=m1'), {
    ...replayOf('m1', [['seqno', '0xDeadBeef']]),
    numbers: [
      ['seqno', '3735928559'],
      ['windowbase', '31'],
    ],
  }),
  hostile(
    'NaN, Infinity, fractions, exponents and units are no whole numbers',
    replay('seqno=NaN a=Infinity b=1.5 c=1e3 d=64k e=0x matchkey=m1'),
    {
      ...replayOf('m1', [
        ['seqno', 'NaN'],
        ['a', 'Infinity'],
        ['b', '1.5'],
        ['c', '1e3'],
        ['d', '64k'],
        ['e', '0x'],
      ]),
      notNumbers: ['seqno', 'a', 'b', 'c', 'd', 'e'],
    },
  ),
  hostile(
    'a negative number stays as it is written',
    replay('seqno=-5 matchkey=m1'),
    replayOf('m1', [['seqno', '-5']]),
  ),
  hostile('60,000 digits', replay(`seqno=${'9'.repeat(60_000)} matchkey=m1`), {
    ...replayOf('m1'),
    notNumbers: ['seqno'],
  }),
];

/** `prio` and words. It runs against syslog: 0 is Debug. */
const SEVERITIES: readonly HostileLine[] = [
  hostile('prio 0 is Debug', raw('IPSEC: prio=0 id=278 matchkey=m1'), known(278, { severity: 'debug' })),
  hostile('prio 4 is Error', raw('IPSEC: prio=4 id=278 matchkey=m1'), known(278, { severity: 'error' })),
  hostile('prio 7 is Emergency', raw('IPSEC: prio=7 id=278 matchkey=m1'), known(278, { severity: 'emergency' })),
  hostile('prio beats PRI', `<131>${raw('IPSEC: prio=2 id=278 matchkey=m1')}`, known(278, { severity: 'notice' })),
  hostile('PRI beats the catalogue', `<131>${raw('IPSEC: id=278 matchkey=m1')}`, known(278, { severity: 'error' })),
  hostile(
    'a PRI above 191 says nothing',
    `<999>${raw('IPSEC: id=278 matchkey=m1')}`,
    known(278, { severity: 'notice' }),
  ),
  hostile('prio 8 says nothing', raw('IPSEC: prio=8 id=1682 iface=i1'), known(1682, { severity: 'critical' })),
  hostile(
    'prio as a word',
    raw('IPSEC: prio=Informational id=278 matchkey=m1'),
    known(278, { severity: 'information' }),
  ),
  hostile('nothing says a severity', raw('IPSEC: id=1690 matchkey=m1'), unknown(1690)),
];

export const HOSTILE_VALUES: readonly HostileLine[] = [...VALUES, ...MATCHKEYS, ...NUMBERS, ...SEVERITIES];
