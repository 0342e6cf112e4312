import { catalogueListSchema } from '@tunnelwatch/shared/catalogue';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { describe, expect, it } from 'vitest';

/** Facts of the reference guide, section 2.26: number | id | text | severity | parameters | gateway action | has a proposed action. */
const GUIDE = `
1|1683|Failed to add dynamic route.|error|table, network, iface|none|yes
2|278|Anti-replay check failed.|notice|seqno, windowbase, windowsize, matchkey|drop|no
3|606|Bad ciphertext length.|notice|seqno, iplen, paylen, datalen, blklen, matchkey|drop|yes
4|254|Bad IP version.|notice|seqno, ipver, matchkey|drop|no
5|464|Bad next header.|notice|seqno, nexthdr, matchkey|drop|yes
6|604|Bad padding.|notice|seqno, datalen, padlen, matchkey|drop|yes
7|282|Decryption failed.|notice|seqno, datalen, matchkey|drop|no
8|768|ECN codepoint mismatch.|warning|seqno, outer, inner, matchkey|drop|no
9|766|ECN codepoint mismatch.|notice|seqno, outer, inner, new, matchkey|adjust|no
10|572|Encryption failed.|notice|seqno, datalen, matchkey|drop|no
11|1057|Failed to generate IV.|notice|seqno, len, matchkey|drop|no
12|611|Integrity check failed.|notice|seqno, matchkey|drop|yes
13|413|Failed to allocate reassembly buffer.|notice|seqno, pktlen, pkt|drop|no
14|133|Reassembled packet exceeds allowed size.|notice|seqno, pktlen, pkt|drop|no
15|487|Failed to reassemble packet.|notice|seqno, pktlen, pkt|drop|no
16|1682|Failed to remove dynamic route.|critical|table, network, iface|none|yes
17|1696|Failed to remove IPsec policy rules.|error|localip, remoteip, spi, proto, localts, remotets, iface|none|yes
18|579|Failed to resize buffer.|debug|seqno, pktlen, len, matchkey|drop|yes
19|264|Packet too small.|notice|seqno, iplen, paylen, matchkey|drop|no
20|135|Payload too small.|notice|seqno, nexthdr, matchkey|drop|no
21|632|Low memory initializing SAD.|warning|size, new|adjust|yes
22|633|Out of memory initializing SAD.|critical|size|abort|yes
23|339|Sequence number overflow.|warning|seqno, matchkey|drop|no`;

/** Our classes and priorities: id | class | priority. */
const OURS = `
278|replay|low
611|integrity|medium
282|decryption|medium
606|decryption|medium
604|decryption|medium
464|decryption|medium
254|decryption|medium
572|encryption|medium
1057|encryption|medium
264|malformed|low
135|malformed|low
413|reassembly|medium
133|reassembly|medium
487|reassembly|medium
768|ecn|low
766|ecn|low
339|sequence|high
1682|routing|urgent
1683|routing|high
1696|policy|urgent
633|memory|urgent
632|memory|high
579|memory|low`;

const rows = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .map((row) => row.split('|'));

const idsWhere = (test: (entry: (typeof BUILTIN_CATALOGUE)[number]) => boolean): number[] =>
  BUILTIN_CATALOGUE.filter(test).map((entry) => entry.id);

describe('the built-in catalogue', () => {
  it.each(rows(GUIDE))(
    '%s: %s has the facts of the guide',
    (section, id, message, severity, parameters, action, proposes) => {
      const entry = BUILTIN_CATALOGUE.find((each) => each.id === Number(id));
      expect(entry).toMatchObject({
        message,
        severity,
        parameters: parameters?.split(', '),
        gatewayAction: action,
        section: `2.26.${section}`,
        origin: 'builtin',
      });
      expect(entry?.proposedAction === null).toBe(proposes === 'no');
    },
  );

  it.each(rows(OURS))('%s is of class %s with the priority %s', (id, failureClass, priority) => {
    expect(BUILTIN_CATALOGUE.find((each) => each.id === Number(id))).toMatchObject({ failureClass, priority });
  });

  it('has 23 entries that fit the schema, sorted by id', () => {
    expect(catalogueListSchema.shape.items.parse(BUILTIN_CATALOGUE)).toHaveLength(23);
    expect(new Set(idsWhere(() => true)).size).toBe(23);
    expect(idsWhere(() => true)).toEqual(idsWhere(() => true).toSorted((a, b) => a - b));
  });

  it('has 2 Critical, 2 Error, 3 Warning, 15 Notice and 1 Debug', () => {
    const countOf = (severity: string): number => idsWhere((entry) => entry.severity === severity).length;
    expect(['critical', 'error', 'warning', 'notice', 'debug'].map(countOf)).toEqual([2, 2, 3, 15, 1]);
  });

  it('has matchkey on 15, FRAG beside IPSEC on 413, 133 and 487, and an action description on 632 only', () => {
    expect(idsWhere((entry) => entry.parameters.includes('matchkey'))).toHaveLength(15);
    expect(idsWhere((entry) => entry.categories.join() === 'IPSEC,FRAG')).toEqual([133, 413, 487]);
    expect(idsWhere((entry) => entry.categories.join() === 'IPSEC')).toHaveLength(20);
    expect(idsWhere((entry) => entry.actionDescription !== null)).toEqual([632]);
    expect(BUILTIN_CATALOGUE.find((entry) => entry.id === 632)?.actionDescription).toBe(
      'The security association database has been configured for a lower number of entries',
    );
  });

  it('latches exactly 1682, 1683, 1696 and 633', () => {
    expect(idsWhere((entry) => entry.isLatching)).toEqual([633, 1682, 1683, 1696]);
  });

  it('asks at a latching message to close its alert with a comment, which alone ends it', () => {
    for (const entry of BUILTIN_CATALOGUE.filter((each) => each.isLatching)) {
      expect(entry.ourAdvice).toContain('close it with a comment');
      expect(entry.ourAdvice).not.toMatch(/\backnowledge\b/i);
    }
  });

  it('gives our own advice where the guide proposes nothing, which is 13 times', () => {
    const without = BUILTIN_CATALOGUE.filter((entry) => entry.proposedAction === null);
    expect(without).toHaveLength(13);
    expect(without.filter((entry) => entry.ourAdvice === null)).toEqual([]);
  });

  it('notes the slip at 1683 and the shared text of 766 and 768', () => {
    expect(idsWhere((entry) => entry.note !== null)).toEqual([766, 768, 1683]);
    expect(BUILTIN_CATALOGUE.find((entry) => entry.id === 1683)?.note).toMatch(/1682.*slip.*adding/s);
  });
});
