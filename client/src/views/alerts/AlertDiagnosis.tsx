import type { Alert } from '@tunnelwatch/shared/alert';
import { DiagnosisPanel } from '../../diagnosis/DiagnosisPanel.js';
import type { TunnelNames } from '../../diagnosis/tunnel-names.js';
import { useDiagnosis } from '../../diagnosis/use-diagnosis.js';

/** Drops that led to an alert began before it was raised, ms. */
const BEFORE_MS = 10 * 60_000;
/** What is looked at for as long as new events come, rather than a new stretch of time with each of them, ms. */
const STEP_MS = 60_000;

/** What the drops of an alert's tunnel are consistent with; nothing where the alert is about something else. */
export function AlertDiagnosis({ alert }: { readonly alert: Alert }) {
  const { subject } = alert;
  return subject.kind === 'tunnel' ? <OfTunnel alert={alert} tunnel={subject} /> : null;
}

function OfTunnel({ alert, tunnel }: { readonly alert: Alert; readonly tunnel: TunnelNames }) {
  const { gateway, matchkey } = tunnel;
  const { firstTime, lastTime } = alert;
  const to = (Math.floor(lastTime / STEP_MS) + 1) * STEP_MS;
  const query = { from: new Date(firstTime - BEFORE_MS).toISOString(), to: new Date(to).toISOString() };
  return <DiagnosisPanel diagnosis={useDiagnosis(tunnel, query, lastTime)} gateway={gateway} matchkey={matchkey} />;
}
