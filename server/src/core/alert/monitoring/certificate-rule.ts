import type { ListenerCertificate } from '@tunnelwatch/shared/source-health';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { DAY_MS } from '@tunnelwatch/shared/time-units';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { Judgement } from './condition.js';

/** An operator is told this long before the end of a certificate, or in the last third of a short life. */
const NOTICE_MS = 14 * DAY_MS;

/** The name of the rule. */
export const CERTIFICATE_RULE = 'listener-certificate';

/** When a certificate is valid, epoch ms. */
export type Validity = Pick<ListenerCertificate, 'from' | 'to'>;

/** Whether a certificate has ended, or ends so soon that somebody has to renew it; null while it does neither. */
export function ending({ from, to }: Validity, now: number): 'expired' | 'expires' | null {
  const left = to - now;
  if (left <= 0) return 'expired';
  return left <= Math.min(NOTICE_MS, (to - from) / 3) ? 'expires' : null;
}

export interface CertificateFacts {
  subject: AlertSubject;
  certificate: ListenerCertificate;
  isRaised: boolean;
}

/**
 * The certificate of a listener over TLS ends soon, has ended, or could not be renewed: senders that check it refuse to
 * connect then, and their lines wait or are lost [LIVE-43].
 */
export function judgeCertificate({ subject, certificate, isRaised }: CertificateFacts, now: number): Judgement {
  const end = ending(certificate, now);
  if (end === null && certificate.fault === null) return isRaised ? 'over' : undefined;
  const date = new Date(certificate.to).toISOString();
  const endText = end === null ? '' : `The certificate ${end} on ${date}: renew it`;
  const faultText = certificate.fault === null ? '' : visibleText(certificate.fault);
  return {
    rule: CERTIFICATE_RULE,
    subject,
    message: [faultText, endText].filter((text) => text !== '').join('. '),
    severity: 'error',
    class: 'monitoring',
    priority: 'high',
    since: now,
  };
}
