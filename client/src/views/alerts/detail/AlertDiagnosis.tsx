import { type ShownAlert, storyStart } from '@tunnelwatch/shared/alert';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { DiagnosisPanel } from '../../../components/diagnosis/DiagnosisPanel.js';
import { LifePanel } from '../../../components/diagnosis/LifePanel.js';
import { type TunnelNames, useDiagnosis } from '../../../components/diagnosis/use-diagnosis.js';

/** What is looked at for as long as new events come, rather than a new stretch of time with each of them, ms. */
const STEP_MS = MINUTE_MS;

/** The counter of message 339. */
const OWN = ['own'] as const;

/** Classes whose drops verdicts explain, and the one about a counter. */
const EXPLAINED: ReadonlySet<ShownAlert['class']> = new Set([
  'replay',
  'integrity',
  'decryption',
  'encryption',
  'malformed',
  'sequence',
]);

/** What the drops of an alert's tunnel are consistent with, or how its counter was exhausted; nothing for anything else. */
export function AlertDiagnosis({ alert }: { readonly alert: ShownAlert }) {
  const { subject } = alert;
  return subject.kind === 'tunnel' && EXPLAINED.has(alert.class) ? <OfTunnel alert={alert} tunnel={subject} /> : null;
}

function OfTunnel({ alert, tunnel }: { readonly alert: ShownAlert; readonly tunnel: TunnelNames }) {
  const { gateway, matchkey } = tunnel;
  const { lastTime } = alert;
  const isOfCounter = alert.class === 'sequence';
  const to = (Math.floor(lastTime / STEP_MS) + 1) * STEP_MS;
  const query = { from: new Date(storyStart(alert)).toISOString(), to: new Date(to).toISOString() };
  const diagnosis = useDiagnosis(tunnel, query, lastTime);
  if (isOfCounter) return <LifePanel diagnosis={diagnosis} counters={OWN} />;
  return <DiagnosisPanel diagnosis={diagnosis} gateway={gateway} matchkey={matchkey} />;
}
