import { SCENARIOS } from '@tunnelwatch/server/simulator/scenarios/scenario-names';
import { describe, expect, it } from 'vitest';
import { linesOf, optionsOf, type ReadLine } from './read-line.js';

/** Log reference, section 2.26: prio (reversed scale), text, action, parameters in order. */
const REFERENCE: readonly (readonly [number, number, string, string | null, string])[] = [
  [1683, 4, 'Failed to add dynamic route.', null, 'table network iface'],
  [278, 2, 'Anti-replay check failed.', 'drop', 'seqno windowbase windowsize matchkey'],
  [606, 2, 'Bad ciphertext length.', 'drop', 'seqno iplen paylen datalen blklen matchkey'],
  [254, 2, 'Bad IP version.', 'drop', 'seqno ipver matchkey'],
  [464, 2, 'Bad next header.', 'drop', 'seqno nexthdr matchkey'],
  [604, 2, 'Bad padding.', 'drop', 'seqno datalen padlen matchkey'],
  [282, 2, 'Decryption failed.', 'drop', 'seqno datalen matchkey'],
  [768, 3, 'ECN codepoint mismatch.', 'drop', 'seqno outer inner matchkey'],
  [766, 2, 'ECN codepoint mismatch.', 'adjust', 'seqno outer inner new matchkey'],
  [572, 2, 'Encryption failed.', 'drop', 'seqno datalen matchkey'],
  [1057, 2, 'Failed to generate IV.', 'drop', 'seqno len matchkey'],
  [611, 2, 'Integrity check failed.', 'drop', 'seqno matchkey'],
  [413, 2, 'Failed to allocate reassembly buffer.', 'drop', 'seqno pktlen pkt'],
  [133, 2, 'Reassembled packet exceeds allowed size.', 'drop', 'seqno pktlen pkt'],
  [487, 2, 'Failed to reassemble packet.', 'drop', 'seqno pktlen pkt'],
  [1682, 5, 'Failed to remove dynamic route.', null, 'table network iface'],
  [1696, 4, 'Failed to remove IPsec policy rules.', null, 'localip remoteip spi proto localts remotets iface'],
  [579, 0, 'Failed to resize buffer.', 'drop', 'seqno pktlen len matchkey'],
  [264, 2, 'Packet too small.', 'drop', 'seqno iplen paylen matchkey'],
  [135, 2, 'Payload too small.', 'drop', 'seqno nexthdr matchkey'],
  [632, 3, 'Low memory initializing SAD.', 'adjust', 'size new'],
  [633, 5, 'Out of memory initializing SAD.', 'abort', 'size'],
  [339, 3, 'Sequence number overflow.', 'drop', 'seqno matchkey'],
];

const lines = SCENARIOS.flatMap((scenario) => linesOf(optionsOf({ scenario, rate: 50 }), 6000));
const byId = new Map<number, ReadLine[]>();
for (const line of lines) byId.set(line.id, [...(byId.get(line.id) ?? []).slice(-200), line]);

describe('the 23 messages of the reference', () => {
  it.each(REFERENCE)('%i occurs as the reference has it', (id, prio, event, action, parameters) => {
    const found = byId.get(id) ?? [];
    expect(found.length).toBeGreaterThan(0);
    const head = ['prio', 'id', 'rev', 'event', ...(action === null ? [] : ['action'])];
    for (const { fields, line, category } of found) {
      expect(category).toBe('IPSEC');
      expect([...fields.keys()], line).toEqual([...head, ...parameters.split(' ')]);
      expect([fields.get('prio'), fields.get('event'), fields.get('action') ?? null]).toEqual([
        `${prio}`,
        event,
        action,
      ]);
      for (const value of fields.values()) expect(value).not.toMatch(/NaN|undefined|Infinity|^-/);
    }
  });

  it('come with values that a decoder can make sense of', () => {
    const all = (id: number, name: string): number[] =>
      (byId.get(id) ?? []).map(({ fields }) => Number(fields.get(name)));
    expect(all(254, 'ipver').every((version) => version !== 4 && version !== 6 && version < 16)).toBe(true);
    expect(all(606, 'datalen').every((length, index) => length % (all(606, 'blklen')[index] ?? 1) !== 0)).toBe(true);
    expect(all(339, 'seqno').every((seqno) => seqno === 2 ** 32 - 1)).toBe(true);
    expect(all(632, 'new').every((lowered, index) => lowered < (all(632, 'size')[index] ?? 0))).toBe(true);
    expect(all(264, 'iplen').every((length, index) => length === 20 + (all(264, 'paylen')[index] ?? 0))).toBe(true);
    for (const id of [133, 413, 487]) expect(byId.get(id)?.at(-1)?.fields.get('pkt')).toMatch(/^4500[0-9a-f]{36}$/);
  });
});

describe('other lines', () => {
  it('have IPSEC ids that the section of the reference does not have', () => {
    for (const id of [1690, 1713]) expect(byId.get(id)?.every(({ category }) => category === 'IPSEC')).toBe(true);
  });

  it('have other categories at a realistic share', () => {
    const calm = linesOf(optionsOf({ scenario: 'calm' }), 20_000);
    const share = (category: string): number => calm.filter((line) => line.category === category).length / calm.length;
    expect(share('CONN')).toBeGreaterThan(0.2);
    expect(share('IKE')).toBeGreaterThan(0.05);
    expect(share('SYSTEM')).toBeGreaterThan(0.02);
    expect(share('IPSEC')).toBeGreaterThan(0.5);
    expect(calm.filter((line) => line.category !== 'IPSEC').every(({ fields }) => !fields.has('matchkey'))).toBe(true);
  });

  it('stay below Error while the network is calm', () => {
    const calm = linesOf(optionsOf({ scenario: 'calm' }), 20_000);
    expect(Math.max(...calm.map(({ fields }) => Number(fields.get('prio'))))).toBe(3);
  });

  it('hold only documentation addresses', () => {
    const addresses = lines.flatMap(({ line }) => line.match(/\b\d{1,3}(\.\d{1,3}){3}\b/g) ?? []);
    expect(addresses.length).toBeGreaterThan(1000);
    for (const address of addresses) expect(address).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\./);
  });
});
