import type { ApiAuditEntry } from '@tunnelwatch/shared/api';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { alertSubjectSchema } from '@tunnelwatch/shared/subject';
import { subjectLabel } from '@tunnelwatch/shared/subject-labels';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { Link } from 'react-router';
import { useRowTab } from '../../../components/table/row-tab.js';
import styles from './AuditPage.module.css';

/** What an entry is about, with a link to it where it has a page. */
export function AuditSubject({ entry }: { readonly entry: ApiAuditEntry }) {
  const { target, before, after } = entry;
  const tabIndex = useRowTab();
  if (target === 'alerts') return <>{manyAlerts(after?.['changed'])}</>;
  const [kind = '', ...rest] = target.split(' ');
  const name = rest.join(' ');
  const to = pageOf(kind, name);
  const label = visibleText(kind === 'window' ? `maintenance ${target}` : target);
  const about = kind === 'alert' ? aboutAlert(after ?? before) : '';
  return (
    <>
      {to === null ? (
        label
      ) : (
        <Link to={to} tabIndex={tabIndex}>
          {label}
        </Link>
      )}
      {about === '' ? null : <span className={styles.about}>{about}</span>}
    </>
  );
}

function pageOf(kind: string, name: string): string | null {
  switch (kind) {
    case 'alert':
      return /^\d+$/.test(name) ? `/alerts/${name}` : null;
    case 'window':
      return '/alerts/windows';
    case 'rule':
      return `/admin/rules?rule=${encodeURIComponent(name)}`;
    case 'inventory':
      return '/inventory';
    case 'user':
    case 'token':
      return '/admin';
    default:
      return null;
  }
}

function manyAlerts(changed: unknown): string {
  return typeof changed === 'number' ? `${formatCount(changed)} alerts at once` : 'several alerts';
}

/** Message and subject of an alert, from what was stored then: so its parts are checked one by one. */
function aboutAlert(alert: ApiAuditEntry['after']): string {
  const message = typeof alert?.['message'] === 'string' ? visibleText(alert['message']) : '';
  const subject = alertSubjectSchema.safeParse(alert?.['subject']);
  return [message, subject.success ? subjectLabel(subject.data) : ''].filter((text) => text !== '').join(' · ');
}
