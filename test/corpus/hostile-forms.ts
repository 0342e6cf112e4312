import { EMPTY, hostile, known, other, raw, replayOf, unknown, unreadable } from './hostile-line.js';
import type { HostileLine } from './types.js';

const BODY = 'IPSEC: prio=2 id=278 rev=1 event=anti_replay_check_failed seqno=1 matchkey=m1';

/** Ids as they come, and lines without one. */
const IDS: readonly HostileLine[] = [
  hostile('leading zeros', raw('IPSEC: id=00000278 matchkey=m1'), replayOf('m1')),
  hostile('hexadecimal', raw('IPSEC: id=0x116 matchkey=m1'), replayOf('m1')),
  hostile('in quotes', raw('IPSEC: id="278" matchkey=m1'), replayOf('m1')),
  hostile(
    '1690 is unknown and kept',
    raw('IPSEC: prio=2 id=1690 rev=1 event=something_else matchkey=m1'),
    unknown(1690, { matchkey: 'm1' }),
  ),
  hostile('99999 is unknown and kept', raw('IPSEC: id=99999 iface=i1'), unknown(99_999, { subjectKind: 'interface' })),
  hostile('zero is a whole number', raw('IPSEC: id=0 matchkey=m1'), unknown(0, { matchkey: 'm1' })),
  hostile('letters behind', raw('IPSEC: id=278abc matchkey=m1'), unreadable('bad-id')),
  hostile('NaN', raw('IPSEC: id=NaN matchkey=m1'), unreadable('bad-id')),
  hostile('negative', raw('IPSEC: id=-5 matchkey=m1'), unreadable('bad-id')),
  hostile('a fraction', raw('IPSEC: id=278.0 matchkey=m1'), unreadable('bad-id')),
  hostile('empty', raw('IPSEC: id= matchkey=m1'), unreadable('bad-id')),
  hostile('above every id', raw('IPSEC: id=99999999999999999999 matchkey=m1'), unreadable('bad-id')),
  hostile('neither id nor text', raw('IPSEC: prio=2 seqno=1 matchkey=m1'), unreadable('no-id')),
  hostile(
    'none, but a known text',
    raw('IPSEC: prio=2 event=decryption_failed seqno=1 matchkey=m1'),
    known(282, { matchkey: 'm1' }),
  ),
  hostile(
    'none, but the text of the guide',
    raw('IPSEC: event="Failed to generate IV." seqno=1 matchkey=m1'),
    known(1057),
  ),
  hostile(
    'none, free text in front of the pairs',
    raw('IPSEC: Anti-replay check failed. seqno=1 matchkey=m1'),
    replayOf('m1'),
  ),
  hostile(
    'none, an unknown text',
    raw('IPSEC: prio=2 event=tunnel_on_fire matchkey=m1'),
    unknown(null, { matchkey: 'm1' }),
  ),
  hostile(
    'none, the text of 766 and 768 with new',
    raw('IPSEC: event=ecn_codepoint_mismatch outer=3 inner=1 new=3 matchkey=m1'),
    known(766),
  ),
  hostile(
    'none, the text of 766 and 768 without new',
    raw('IPSEC: event=ecn_codepoint_mismatch outer=3 inner=0 matchkey=m1'),
    known(768),
  ),
  hostile('the id counts and not the text', raw('IPSEC: id=768 event=decryption_failed new=3 matchkey=m1'), known(768)),
  hostile(
    'an unknown id counts and not the known text',
    raw('IPSEC: id=1690 event=decryption_failed matchkey=m1'),
    unknown(1690),
  ),
];

/** Categories. */
const CATEGORIES: readonly HostileLine[] = [
  hostile(
    'IPSEC and FRAG',
    raw('IPSEC,FRAG: prio=2 id=413 seqno=1 pktlen=2 pkt=x'),
    known(413, { subjectKind: 'gateway' }),
  ),
  hostile(
    'IKE and IPSEC',
    raw('IKE,IPSEC: prio=2 id=1693 localip=192.0.2.1'),
    unknown(1693, { subjectKind: 'gateway' }),
  ),
  hostile('CONN', raw('CONN: prio=1 id=00600001 rev=1 event=conn_open conn=open srcip=192.0.2.5'), other('CONN')),
  hostile('IKE', raw('IKE: prio=2 id=1800 rev=1 event=sa_deleted'), other('IKE')),
  hostile('SYSTEM', raw('SYSTEM: prio=2 id=3200 rev=1 event=startup'), other('SYSTEM')),
  hostile(
    'another category with an id and a matchkey is an unknown event',
    raw('IKE: id=1801 matchkey=m1'),
    unknown(1801, { matchkey: 'm1' }),
  ),
  hostile(
    'a message that speaks of IPSEC',
    raw('SYSTEM: prio=2 id=3201 event=note text="IPSEC: id=278 matchkey=m1"'),
    other('SYSTEM'),
  ),
];

/** Headers as relays write them. */
const HEADERS: readonly HostileLine[] = [
  hostile(
    'an HA master',
    `Feb 10 17:57:45 gw-ha_Master EFW: ${BODY}`,
    known(278, { gateway: 'gw-ha', member: 'Master' }),
  ),
  hostile(
    'an HA slave',
    `<134>1 2026-02-10T17:57:45Z gw-ha_Slave EFW - - - ${BODY}`,
    known(278, { gateway: 'gw-ha', member: 'Slave' }),
  ),
  hostile(
    'an IPv6 address',
    `Feb 10 17:57:45 2001:db8::7 EFW: ${BODY}`,
    known(278, { gateway: '2001:db8::7', member: null }),
  ),
  hostile('no host in RFC 5424', `<134>1 2026-02-10T17:57:45Z - EFW - - - ${BODY}`, known(278, { gateway: 'gw-raw' })),
  hostile(
    'structured data',
    `<134>1 2026-02-10T17:57:45Z gw1 EFW 12 ID47 [x@32473 a="b]\\" EFW: CONN: id=1" c="d"] ${BODY}`,
    known(278, { gateway: 'gw1' }),
  ),
  hostile(
    'a BOM in front of the message of RFC 5424',
    `<134>1 2026-02-10T17:57:45Z gw1 EFW - - - \uFEFF${BODY}`,
    known(278, { gateway: 'gw1' }),
  ),
  hostile('no space behind the mark', `Feb 10 17:57:45 gw1 EFW:${BODY}`, known(278, { gateway: 'gw1' })),
  hostile(
    'an escaped quotation mark within a value, behind an equals sign',
    raw('IPSEC: id=278 seqno=1 note="x=\\"y\\"" matchkey=m1'),
    replayOf('m1', [['note', 'x="y"']]),
  ),
  hostile(
    'an escaped quotation mark that begins a value, and a plain one behind it',
    raw('IPSEC: id=278 note=\\"x" matchkey=m1'),
    replayOf('m1'),
  ),
  hostile(
    'two messages in one datagram: one line is one event, of the first',
    `<134>${raw(BODY)}<134>${raw('IPSEC: prio=2 id=611 seqno=2 matchkey=m2')}`,
    known(278),
  ),
];

/** Lines cut in the middle. */
const CUT: readonly HostileLine[] = [
  hostile('behind the mark', '[2026-02-10 17:57:40] EFW:', unreadable('no-gateway-message', 'no-parameters')),
  hostile('in the mark', '[2026-02-10 17:57:40] EF', unreadable('no-gateway-message')),
  hostile('in the stamp', '[2026-02-10 17:5', unreadable('no-gateway-message')),
  hostile('in the category', raw('IPS'), unreadable('no-gateway-message', 'no-parameters')),
  hostile('behind the category', raw('IPSEC:'), unreadable('no-parameters')),
  hostile('behind prio', raw('IPSEC: prio=2'), unreadable('no-id')),
  hostile(
    'in the text',
    raw('IPSEC: prio=2 id=278 rev=1 event=anti_replay_che'),
    known(278, { subjectKind: 'gateway', matchkey: null }),
  ),
  hostile(
    'in a quoted value',
    raw('IPSEC: prio=2 id=278 seqno=1 matchkey="branch 7, no'),
    replayOf('"branch 7, no', [['seqno', '1']]),
  ),
];

/** JSON that is broken or holds nothing. */
const JSON_LINES: readonly HostileLine[] = [
  hostile('cut', `{"message":"${raw(BODY).slice(0, 40)}`, unreadable('bad-json')),
  hostile('no message', '{"host":"gw1","severity":"notice"}', unreadable('no-message-in-json')),
  hostile('a message that is no text', '{"message":278}', unreadable('no-message-in-json')),
  hostile('an empty object', '{}', unreadable('no-message-in-json')),
  hostile(
    'a message of something else',
    '{"message":"session opened for user root"}',
    unreadable('no-gateway-message'),
  ),
  hostile(
    '__proto__ as a key',
    JSON.stringify({ a: 1 }).replace('{', `{"__proto__":{"message":"x"},"message":${JSON.stringify(raw(BODY))},`),
    replayOf('m1'),
  ),
  hostile(
    'only __proto__ has a message',
    `{"__proto__":{"message":${JSON.stringify(raw(BODY))}}}`,
    unreadable('no-message-in-json'),
  ),
  hostile(
    '64-bit numbers inside the message',
    JSON.stringify({ message: raw('IPSEC: id=278 seqno=18446744073709551615 matchkey=m1') }),
    {
      ...replayOf('m1'),
      numbers: [['seqno', '18446744073709551615']],
    },
  ),
  hostile('escapes', '{"message":"EFW: IPSEC: id=278 seqno=1 matchkey=\\"a \\u00e9 b\\""}', replayOf('a é b')),
];

/** Garbage and nothing. */
const GARBAGE: readonly HostileLine[] = [
  hostile(
    'another program',
    'Feb 10 17:57:45 host1 sshd[712]: Accepted publickey for root',
    unreadable('no-gateway-message'),
  ),
  hostile(
    'a word that ends in the mark',
    'Feb 10 17:57:45 host1 XEFW: IPSEC: id=278 matchkey=m1',
    unreadable('no-gateway-message'),
  ),
  hostile('a mark without a category', raw('hello there id=278'), unreadable('no-gateway-message', 'no-parameters')),
  hostile('1 MB of one letter', 'A'.repeat(1024 * 1024), unreadable('no-gateway-message')),
  hostile('1 MB of opening brackets', '['.repeat(1024 * 1024), unreadable('no-gateway-message')),
  hostile('1 MB of marks', 'EFW:'.repeat(256 * 1024), [
    unreadable('no-gateway-message', 'no-parameters'),
    other('EFW'),
  ]),
  hostile('an unclosed quote alone', '"', unreadable('no-gateway-message')),
  hostile(
    'random bytes',
    Uint8Array.from({ length: 300 }, (_, index) => (index * 151 + 7) % 256).filter((byte) => byte !== 10),
    unreadable('binary', 'no-gateway-message'),
  ),
  hostile('UTF-16', new Uint8Array(Buffer.from(raw(BODY), 'utf16le')), unreadable('binary', 'no-gateway-message')),
  hostile('NULs alone', new Uint8Array(64), [unreadable('binary', 'no-gateway-message'), EMPTY]),
  hostile('NULs in a value', raw('IPSEC: id=278 seqno=1 note=a\0b matchkey=m1'), replayOf('m1', [['note', 'a\0b']])),
  hostile(
    'control characters in a value',
    raw('IPSEC: id=278 note="\u001b[31mred\u0007" matchkey=m1'),
    replayOf('m1', [['note', '\u001b[31mred\u0007']]),
  ),
  hostile('broken UTF-8 in a value', brokenUtf8(), replayOf('a\uFFFDb', [['seqno', '1']])),
  hostile('nothing', '', EMPTY),
  hostile('spaces', '     ', EMPTY),
  hostile('a tab', '\t', EMPTY),
  hostile('a lone carriage return', '\r', EMPTY),
];

function brokenUtf8(): Uint8Array {
  const before = Buffer.from(raw('IPSEC: id=278 matchkey=a'));
  return new Uint8Array(Buffer.concat([before, Buffer.from([0xff]), Buffer.from('b seqno=1')]));
}

export const HOSTILE_FORMS: readonly HostileLine[] = [
  ...IDS,
  ...CATEGORIES,
  ...HEADERS,
  ...CUT,
  ...JSON_LINES,
  ...GARBAGE,
];
