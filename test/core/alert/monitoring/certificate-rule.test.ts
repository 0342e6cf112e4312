import { judgeCertificate } from '@tunnelwatch/server/core/alert/monitoring/certificate-rule';
import { DAY_MS } from '@tunnelwatch/shared/time-units';
import { expect, it } from 'vitest';

const subject = { kind: 'source' as const, source: 'syslog+tls://[::]:6514' };
const year = { from: 0, to: 365 * DAY_MS, fault: null };
const short = { from: 0, to: 6 * DAY_MS, fault: null };

it.each([
  [year, 350, undefined],
  [year, 351, 'The certificate expires on 1971-01-01T00:00:00.000Z: renew it'],
  [year, 365, 'The certificate expired on 1971-01-01T00:00:00.000Z: renew it'],
  [short, 3.9, undefined],
  [short, 4, 'The certificate expires on 1970-01-07T00:00:00.000Z: renew it'],
  [{ ...year, fault: 'the key does not match' }, 1, 'the key does not match'],
  [
    { ...year, fault: 'the key does not match' },
    360,
    'the key does not match. The certificate expires on 1971-01-01T00:00:00.000Z: renew it',
  ],
])('[LIVE-43] the certificate of a listener raises an alert in time: %j on day %d', (certificate, day, message) => {
  const judged = judgeCertificate({ subject, certificate, isRaised: false }, day * DAY_MS);
  if (message === undefined) expect(judged).toBeUndefined();
  else expect(judged).toMatchObject({ rule: 'listener-certificate', subject, message, priority: 'high' });
});

it('[LIVE-43] the alert about the certificate of a listener clears when it is renewed', () => {
  expect(judgeCertificate({ subject, certificate: year, isRaised: true }, DAY_MS)).toBe('over');
});
