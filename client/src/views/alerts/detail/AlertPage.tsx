import { Link, useParams } from 'react-router';
import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import { useState } from 'react';
import type { Problem } from '@tunnelwatch/shared/error-code';
import type { View } from '@tunnelwatch/shared/protocol';
import { EvidenceLink } from '../../../components/layout/EvidenceLink.js';
import { FailedNote } from '../../../components/layout/FailedNote.js';
import { PageHead } from '../../../components/layout/PageHead.js';
import { AlertCatalogue, AlertMessages } from './AlertMessages.js';
import { Skeleton } from '../../../components/layout/Panel.js';
import { SubjectName } from '../../../components/tunnel/TunnelName.js';
import { alertEvidenceUrl, fetchAlert } from '../../../http/api.js';

import { AlertChart } from './AlertChart.js';
import { AlertDiagnosis } from './AlertDiagnosis.js';
import { AlertEvents } from './AlertEvents.js';
import { AlertFacts } from './AlertFacts.js';
import { AlertHistory } from './history/AlertHistory.js';
import { AlertSender } from './AlertSender.js';
import { AlertMembers } from './AlertMembers.js';
import { isOfMessage } from './alert-query.js';
import { loadKeysOn } from '../../../components/keys/keys-setting.js';
import { type KeyCommand, useAlertKeys } from '../list/alert-keys.js';
import { useAcknowledgeLink } from './use-acknowledge-link.js';
import { AlertMonitoring } from './AlertMonitoring.js';
import { AlertStateNote } from './AlertStateNote.js';
import styles from './AlertPage.module.css';
import { ACTION_SPECS, possibleActions } from '../../../components/alert/action-specs.js';
import { ActionDialog } from '../../../components/lazy-dialogs.js';
import { useQuickAcknowledge } from '../../../components/alert/use-quick-acknowledge.js';
import { Button } from '../../../components/form/Button.js';
import { useMay } from '../../../session/who-context.js';
import { useApiQuery } from '../../../http/use-api-query.js';
import { useRoom } from '../../../live/use-live.js';
import { useAtParameter } from '../../../history/history-context.js';

/** One alert: its subject, the vendor's recommendation and our advice, and its events. */
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
        {alert.subject.kind === 'sender' ? <AlertSender sender={alert.subject.sender} /> : null}
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

/** Keys of the list that act on the alert of this page too. */
const ACTION_KEYS: readonly KeyCommand[] = ['acknowledge', 'shelve'];

/** A button for each possible action, and the dialog of the one that was clicked. */
function AlertActions({ alert }: { readonly alert: ShownAlert }) {
  const [action, setAction] = useState<AlertAction | null>(null);
  const mayAct = useMay('operator');
  const acknowledge = useQuickAcknowledge();
  const link = useAcknowledgeLink(alert.id);
  const actions = mayAct ? possibleActions(alert) : [];
  const act = (wanted: AlertAction): void => {
    if (wanted !== 'acknowledge' || !acknowledge([alert])) setAction(wanted);
  };
  useAlertKeys(
    loadKeysOn(),
    (command) => {
      const wanted = actions.find((each) => each === command);
      if (wanted !== undefined) act(wanted);
    },
    ACTION_KEYS,
  );
  if (!mayAct) return null;
  const isLinked = link.state === 'valid' && actions.includes('acknowledge');
  const open = action ?? (isLinked ? 'acknowledge' : null);
  return (
    <div className={styles.actions} role="group" aria-label="Actions">
      {actions.map((each) => (
        <Button key={each} variant={each === 'acknowledge' ? 'strong' : 'normal'} onClick={() => act(each)}>
          {ACTION_SPECS[each].verb}
        </Button>
      ))}
      {actions.includes('acknowledge') ? (
        <Button onClick={() => setAction('acknowledge')}>Acknowledge with comment</Button>
      ) : null}
      {link.state === 'expired' || link.state === 'invalid' ? (
        <p role="status">The link to acknowledge {link.state === 'expired' ? 'has expired' : 'is not valid'}.</p>
      ) : null}
      {open === null ? null : (
        <ActionDialog
          action={open}
          alert={alert}
          onClose={() => {
            setAction(null);
            if (link.state !== null) link.drop();
          }}
        />
      )}
    </div>
  );
}

const ALERTS_VIEW = { view: 'alerts' } as const satisfies View;

/** One alert: live while it is among those that are sent, otherwise as fetched; whichever has the higher version. */
function useAlert(id: number): {
  readonly alert: ShownAlert | null;
  readonly problem: Problem | null;
  readonly reload: () => void;
} {
  const live = useRoom(ALERTS_VIEW).state?.alerts?.alerts.find((alert) => alert.id === id) ?? null;
  const atParameter = useAtParameter();
  const fetched = useApiQuery({
    key: ['alert', id, atParameter],
    load: (signal) => fetchAlert(id, atParameter, signal),
    keepsOld: true,
  });
  const stored = fetched.data;
  const isLiveNewer = live !== null && (stored === null || live.version >= stored.version);
  return { alert: isLiveNewer ? live : stored, problem: fetched.problem, reload: fetched.reload };
}
