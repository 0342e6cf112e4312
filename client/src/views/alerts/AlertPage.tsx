import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { AcknowledgeDialog } from '../../alerts/AcknowledgeDialog.js';
import { isUnacknowledged } from '../../alerts/alert-words.js';
import { Button } from '../../components/Button.js';
import { FailedNote } from '../../components/FailedNote.js';
import { PageHead } from '../../components/PageHead.js';
import { Skeleton } from '../../components/Panel.js';
import { SubjectName } from '../../components/TunnelName.js';
import { AlertCatalogue } from './AlertCatalogue.js';
import { AlertEvents } from './AlertEvents.js';
import { AlertFacts } from './AlertFacts.js';
import { AlertMonitoring } from './AlertMonitoring.js';
import styles from './AlertPage.module.css';
import { useAlert } from './use-alert.js';

/** One alert: what it is about, what the vendor says and what we advise, and the events behind it. */
export function AlertPage() {
  const id = Number(useParams()['id']);
  const { alert, problem, reload } = useAlert(id);
  const [isAcknowledging, setIsAcknowledging] = useState(false);
  if (problem !== null && alert === null) {
    return <FailedNote title={problem.title} detail={problem.detail} onRetry={reload} />;
  }
  if (alert === null) return <Skeleton rem={20} />;
  return (
    <>
      <nav className={styles.back} aria-label="Breadcrumb">
        <Link to="/alerts">Alerts</Link>
      </nav>
      <PageHead title={alert.message} note={<SubjectName subject={alert.subject} />}>
        {isUnacknowledged(alert) && !alert.isPast ? (
          <Button look="strong" onClick={() => setIsAcknowledging(true)}>
            Acknowledge
          </Button>
        ) : null}
      </PageHead>
      <AlertFacts alert={alert} />
      <div className={styles.sections}>
        {alert.class === 'monitoring' ? (
          <AlertMonitoring alert={alert} />
        ) : (
          <>
            <AlertCatalogue messageId={alert.messageId} />
            <AlertEvents alert={alert} />
          </>
        )}
      </div>
      {isAcknowledging ? <AcknowledgeDialog alert={alert} onClose={() => setIsAcknowledging(false)} /> : null}
    </>
  );
}
