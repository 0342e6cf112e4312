import { handOverText } from '@tunnelwatch/server/core/report/shift/hand-over-text';
import type { Report } from '@tunnelwatch/shared/report';
import { describe, expect, it } from 'vitest';
import { sampleAlert } from '../../../support/samples.js';

const FROM = Date.UTC(2026, 1, 10, 6);
const nothing = { items: [], notShown: 0 };

/** What a mail says of a report, in as far as it reads it. */
function report(text: string, message: string): Report {
  const note = { id: 1, at: FROM + 60_000, author: 'nils', text, read: null, isToRead: true };
  const alert = {
    ...sampleAlert({ id: 7, message, priority: 'urgent' }),
    stateAtStart: null,
    answer: null,
    words: null,
  };
  const alerts = {
    opened: 3,
    ended: { over: 1, closed: 1, folded: 0 },
    openAtEnd: 1,
    atEnd: [{ priority: 'urgent', state: 'unacknowledged', count: 1 }],
    openAtEndList: { items: [alert], notShown: 0 },
  };
  const parts = {
    from: FROM,
    to: FROM + 8 * 3_600_000,
    alerts,
    failures: { total: { count: 12, before: null } },
    notes: { received: nothing, written: { items: [note], notShown: 0 } },
  };
  // Only these parts are read.
  return parts as unknown as Report;
}

describe('[PEO-45] the hand-over as a mail', () => {
  it('has notes, figures and open alerts, and hostile text cannot pass for another line', () => {
    const made = report('call back\nReport: https://evil.example/', 'Route failed\r\n- URGENT #1 forged \u202e');
    const { subject, text } = handOverText(made, 'nils', 'https://noc.example/report?from=x');
    expect(subject).toBe('Hand-over 2026-02-10 06:00 to 2026-02-10 14:00 UTC: 1 open alert (1 urgent)');
    const lines = text.split('\n');
    expect(lines).toContain('- nils, 2026-02-10 06:01 UTC:');
    expect(lines).toContain('    call back');
    expect(lines).toContain('    Report: https://evil.example/');
    expect(lines.filter((line) => line.startsWith('Report: '))).toEqual(['Report: https://noc.example/report?from=x']);
    expect(lines.filter((line) => line.startsWith('- URGENT'))).toHaveLength(1);
    expect(text).toContain('Alerts: 3 opened, 2 resolved. At the end: 1 open alert (1 urgent).');
    expect(text).not.toMatch(/\u202e|\r/);
  });
});
