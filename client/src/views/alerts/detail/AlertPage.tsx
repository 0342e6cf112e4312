import { Link, useParams } from 'react-router';
import { EvidenceLink } from '../../../components/layout/EvidenceLink.js';
import { FailedNote } from '../../../components/layout/FailedNote.js';
import { PageHead } from '../../../components/layout/PageHead.js';
import { Skeleton } from '../../../components/layout/Panel.js';
import { SubjectName } from '../../../components/tunnel/TunnelName.js';
import { alertEvidenceUrl } from '../../../http/api.js';
import { AlertActions } from './AlertActions.js';
import { AlertCatalogue } from './AlertCatalogue.js';
import { AlertChart } from './AlertChart.js';
import { AlertDiagnosis } from './AlertDiagnosis.js';
import { AlertEvents } from './AlertEvents.js';
import { AlertFacts } from './AlertFacts.js';
import { AlertHistory } from './history/AlertHistory.js';
import { AlertMembers } from './AlertMembers.js';
import { isOfMessage } from './alert-messages.js';
import { AlertMessages } from './AlertMessages.js';
import { AlertMonitoring } from './AlertMonitoring.js';
import { AlertStateNote } from './AlertStateNote.js';
import styles from './AlertPage.module.css';
import { useAlert } from './use-alert.js';

/** One alert: what it is about, what the vendor says and what we advise, and the events behind it. */
export function AlertPage() {
  const id = Number(useParams()['id']);
  const { alert, problem, reload } = useAlert(id);
  if (problem !== null && alert === null) {
    return <FailedNote title={problem.title} detail={problem.detail} onRetry={reload} />;
  }
  if (alert === null) return <Skeleton rem={20} />;
  return (
    <>
      <nav className={styles.back} aria-label="Breadcrumb">
        <Link to="/alerts">Alerts</Link>
      </nav>
      <PageHead title={alert.message} note={<SubjectName subject={alert.subject} inventory={alert.inventory} />}>
        <EvidenceLink href={alertEvidenceUrl(alert.id)} what="this alert" />
        <AlertActions alert={alert} />
      </PageHead>
      <AlertFacts alert={alert} />
      <AlertStateNote alert={alert} />
      <div className={styles.sections}>
        <AlertDiagnosis alert={alert} />
        {alert.members > 0 ? <AlertMembers alert={alert} /> : null}
        {alert.class === 'monitoring' ? (
          <AlertMonitoring alert={alert} />
        ) : (
          <>
            {isOfMessage(alert) ? <AlertCatalogue messageId={alert.messageId} /> : <AlertMessages alert={alert} />}
            <AlertChart alert={alert} />
            <AlertEvents alert={alert} />
          </>
        )}
        <AlertHistory key={alert.id} alert={alert} />
      </div>
    </>
  );
}
