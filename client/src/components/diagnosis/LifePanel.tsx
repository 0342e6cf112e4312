import type { TunnelDiagnosis, WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { type CounterLife, lifeOf } from '@tunnelwatch/shared/counter-life';
import { LIFE_SCALES, type LifeScale, usualScale } from '@tunnelwatch/shared/life-drawing';
import { type Counter, COUNTERS, type Forecast } from '@tunnelwatch/shared/sa-course';
import { useMemo } from 'react';
import { ChoiceSwitch } from '../form/ChoiceSwitch.js';
import { Panel } from '../layout/Panel.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatDateTime, span } from '../../format/format-time.js';
import type { QueryState } from '../../http/use-api-query.js';
import type { TimeRange } from '../../url-state/use-time-range.js';
import { useUrlChoice } from '../../url-state/use-url-param.js';
import styles from './Diagnosis.module.css';
import { betweenLabel, endWords, foreseenWords, rekeyWords, stoodWords } from './life-labels.js';
import { LifeChart } from './LifeChart.js';

const SCALE_LABEL: Readonly<Record<LifeScale, string>> = { seen: 'This range', whole: 'Whole SA' };

interface LifePanelProps {
  readonly diagnosis: QueryState<TunnelDiagnosis>;
  /** The counters to show, as far as they are known. */
  readonly counters?: readonly Counter[];
  readonly className?: string | undefined;
  /** Called with the range that was drawn with the pointer. */
  readonly onZoom?: ((range: TimeRange) => void) | undefined;
}

/** The life of a tunnel's SAs: counter values, new SAs, and sequence-number exhaustion. */
export function LifePanel({ diagnosis, counters = COUNTERS, className, onZoom }: LifePanelProps) {
  const { data, problem, isLoading, reload } = diagnosis;
  const lives = useMemo(
    () => (data === null ? [] : counters.flatMap((counter) => lifeOf(counter, data.window) ?? [])),
    [data, counters],
  );
  const [chosen, choose] = useUrlChoice('life', LIFE_SCALES);
  const scale = chosen ?? usualScale(lives);
  const hasForecast = lives.some(({ forecast }) => forecast !== null);
  return (
    <Panel
      className={className}
      title="Sequence-number exhaustion"
      aside={
        hasForecast ? (
          <ChoiceSwitch
            label="Time scale"
            choices={LIFE_SCALES}
            value={scale}
            labelOf={(name) => SCALE_LABEL[name]}
            onChange={choose}
          />
        ) : undefined
      }
      isLoading={isLoading && data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={18}
      empty={
        data !== null && lives.length === 0 ? (
          <p>
            No message in this time range reports a sequence counter. Message 278 reports the peer’s; 572, 1057 and 339
            report the local one.
          </p>
        ) : null
      }
    >
      {data === null
        ? null
        : lives.map((life) => (
            <Life key={life.counter} life={life} scale={scale} window={data.window} onZoom={onZoom} />
          ))}
    </Panel>
  );
}

interface LifeProps extends Pick<LifePanelProps, 'onZoom'> {
  readonly life: CounterLife;
  readonly scale: LifeScale;
  readonly window: WindowAnalysis;
}

function Life({ life, scale, window, onZoom }: LifeProps) {
  const { forecast, end } = life;
  const ended = endWords(life);
  return (
    <section className={styles.life}>
      <p>
        {stoodWords(life)} {ended ?? (forecast === null ? noForecast(window) : <ForecastWords forecast={forecast} />)}
      </p>
      {end === null ? null : <p>{foreseenWords(end)}</p>}
      <LifeChart life={life} scale={scale} onZoom={onZoom} />
      <p className={styles.caption}>
        {rekeyWords(life)} {life.counter === 'peer' ? PEER_SOURCE : OWN_SOURCE}
      </p>
    </section>
  );
}

const PEER_SOURCE = 'Read from the window that message 278 reports, which only authenticated packets move.';
const OWN_SOURCE = 'Read from messages about packets that could not be sent: 572, 1057 and 339.';

function noForecast({ isEsn }: WindowAnalysis): string {
  return isEsn
    ? 'Extended sequence numbers are in use: they do not run out.'
    : 'No forecast: that takes two such messages some seconds apart.';
}

function ForecastWords({ forecast }: { readonly forecast: Forecast }) {
  const { at, seenAt, packetsPerSecond } = forecast;
  return (
    <>
      At {formatCount(Math.round(packetsPerSecond))} packets per second it runs out at{' '}
      <strong>{formatDateTime(at)}</strong>, {span(at - seenAt)} later ({betweenLabel(forecast)}), unless the SA is
      rekeyed first or extended sequence numbers are in use.
    </>
  );
}
