import { endSoon, isEnded, lifeOf } from '@tunnelwatch/shared/counter-life';
import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import { COUNTERS } from '@tunnelwatch/shared/sa-course';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatDateTime, span } from '../../format/format-time.js';
import styles from '../../components/diagnosis/Diagnosis.module.css';
import { betweenLabel, COUNTER_LABEL } from '../../components/diagnosis/life-labels.js';
import { useStatus } from '../../live/use-live.js';
import type { TimeRange } from '../../url-state/use-time-range.js';

interface EndNoticeProps {
  readonly diagnosis: TunnelDiagnosis | null;
  /** The examined time, epoch ms; null while it is not known. */
  readonly now: number | null;
}

/** A notice on a tunnel's page that one of its counters will be exhausted within a day, or is. */
export function EndNotice({ diagnosis, now }: EndNoticeProps) {
  const notices =
    diagnosis === null || now === null
      ? []
      : COUNTERS.flatMap((counter) => lifeOf(counter, diagnosis.window) ?? []).flatMap((life) => {
          const { counter, end } = life;
          if (end !== null && isEnded(life)) {
            const text = `was exhausted by ${formatDateTime(end.at)}: nothing is sent until the SA is rekeyed, and at least ${formatCount(end.lost)} packets were lost. Clear or rekey the SA.`;
            return [{ counter, text }];
          }
          const forecast = endSoon(life, now);
          if (forecast === null) return [];
          const within = forecast.at > now ? `in ${span(forecast.at - now)}, ` : '';
          const text = `runs out ${within}at ${formatDateTime(forecast.at)} (${betweenLabel(forecast)}), unless the SA is rekeyed first or extended sequence numbers are in use. After that ${counter === 'own' ? 'nothing is sent' : 'the peer cannot send'}: make sure that the SA is rekeyed before.`;
          return [{ counter, text }];
        });
  if (notices.length === 0) return null;
  return (
    <ul className={styles.notice} role="status" aria-label="Sequence-number exhaustion">
      {notices.map(({ counter, text }) => (
        <li key={counter}>
          <strong>{COUNTER_LABEL[counter]}</strong> {text}
        </li>
      ))}
    </ul>
  );
}

interface TunnelEndNoticeProps {
  readonly diagnosis: TunnelDiagnosis | null;
  readonly range: TimeRange | null;
}

/** The warning of an exhaustion, relative to the end of the examined time. Only this part follows the clock. */
export function TunnelEndNotice({ diagnosis, range }: TunnelEndNoticeProps) {
  const reference = useStatus()?.referenceTime ?? null;
  return <EndNotice diagnosis={diagnosis} now={range?.to ?? reference} />;
}
