import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { DiagnosisPanel } from '../../../components/diagnosis/DiagnosisPanel.js';
import { LifePanel } from '../../../components/diagnosis/LifePanel.js';
import type { TunnelNames } from '../../../components/diagnosis/tunnel-names.js';
import { useDiagnosis } from '../../../components/diagnosis/use-diagnosis.js';

/** Drops that led to an alert began before it was raised, ms. */
const BEFORE_MS = 10 * 60_000;
/** A counter takes hours to be exhausted: its earlier values are part of that, ms. */
const BEFORE_END_MS = 24 * 3_600_000;
/** The examined range is extended in steps of this while new events arrive, ms. */
const STEP_MS = 60_000;

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
  const { firstTime, lastTime } = alert;
  const isOfCounter = alert.class === 'sequence';
  const to = (Math.floor(lastTime / STEP_MS) + 1) * STEP_MS;
  const from = firstTime - (isOfCounter ? BEFORE_END_MS : BEFORE_MS);
  const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const diagnosis = useDiagnosis(tunnel, query, lastTime);
  if (isOfCounter) return <LifePanel diagnosis={diagnosis} counters={OWN} />;
  return <DiagnosisPanel diagnosis={diagnosis} gateway={gateway} matchkey={matchkey} />;
}
