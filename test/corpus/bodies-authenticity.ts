import { TUNNEL } from './subjects.js';
import type { Body } from './types.js';

const MAX = '18446744073709551615';

/** Replay, integrity and sequence: one body for each message. */
export const AUTHENTICITY_BODIES: readonly Body[] = [
  {
    ...TUNNEL,
    text: `IPSEC: prio=2 id=00000278 rev=1 event=anti_replay_check_failed action=drop seqno=${MAX} windowbase=18446744073709551552 windowsize=64 matchkey=m-278`,
    messageId: 278,
    class: 'replay',
    matchkey: 'm-278',
    header: [
      ['prio', '2'],
      ['id', '00000278'],
      ['rev', '1'],
      ['event', 'anti_replay_check_failed'],
      ['action', 'drop'],
    ],
    parameters: [
      ['seqno', MAX],
      ['windowbase', '18446744073709551552'],
      ['windowsize', '64'],
      ['matchkey', 'm-278'],
    ],
    numbers: [
      ['seqno', MAX],
      ['windowbase', '18446744073709551552'],
      ['windowsize', '64'],
    ],
  },
  {
    ...TUNNEL,
    text: 'IPSEC: prio=2 id=611 rev=1 event=integrity_check_failed action=drop seqno=0xffffffffffffffff matchkey="192.0.2.1:0xc0ffee01"',
    messageId: 611,
    class: 'integrity',
    matchkey: '192.0.2.1:0xc0ffee01',
    header: [
      ['prio', '2'],
      ['id', '611'],
      ['rev', '1'],
      ['event', 'integrity_check_failed'],
      ['action', 'drop'],
    ],
    parameters: [
      ['seqno', '0xffffffffffffffff'],
      ['matchkey', '192.0.2.1:0xc0ffee01'],
    ],
    numbers: [['seqno', MAX]],
  },
  {
    ...TUNNEL,
    text: 'IPSEC: prio=3 id=339 rev=1 event=sequence_number_overflow action=drop seqno=4294967295 matchkey=1001',
    messageId: 339,
    class: 'sequence',
    ownSeverity: 'warning',
    usualSeverity: 'warning',
    matchkey: '1001',
    header: [
      ['prio', '3'],
      ['id', '339'],
      ['rev', '1'],
      ['event', 'sequence_number_overflow'],
      ['action', 'drop'],
    ],
    parameters: [
      ['seqno', '4294967295'],
      ['matchkey', '1001'],
    ],
    numbers: [
      ['seqno', '4294967295'],
      ['matchkey', '1001'],
    ],
  },
];
