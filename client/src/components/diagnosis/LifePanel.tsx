import type { TunnelDiagnosis, WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { type CounterLife, lifeOf } from '@tunnelwatch/shared/counter-life';
import { LIFE_SCALES, type LifeScale, usualScale } from '@tunnelwatch/shared/life-drawing';
import { COUNTERS, type Counter, type Forecast } from '@tunnelwatch/shared/sa-course';
import { useMemo } from 'react';
import { ChoiceSwitch } from '../form/ChoiceSwitch.js';
import { Panel } from '../layout/Panel.js';
import { formatCount } from '../../format/format-number.js';
import { formatDateTime } from '../../format/format-time.js';
import type { QueryState } from '../../http/use-api-query.js';
import { useUrlChoice } from '../../url-state/use-url-param.js';
import styles from './Diagnosis.module.css';
import { betweenWords, endWords, foreseenWords, rekeyWords, stoodWords } from './life-labels.js';
import { LifeChart } from './LifeChart.js';
import { span } from '../../format/format-duration.js';

const SCALE_WORDS: Readonly<Record<LifeScale, string>> = { seen: 'This time', whole: 'Whole SA' };

interface LifePanelProps {
  readonly diagnosis: QueryState<TunnelDiagnosis>;
  /** Counters to be shown, as far as they are known. */
  readonly counters?: readonly Counter[];
  readonly className?: string | undefined;
}

/** The life of a tunnel's SAs: what its counters stood at, new SAs, and when the numbers end. */
export function LifePanel({ diagnosis, counters = COUNTERS, className }: LifePanelProps) {
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
      title="SA life and the end of its numbers"
      aside={
        hasForecast ? (
          <ChoiceSwitch
            label="Time drawn of the SA"
            choices={LIFE_SCALES}
            value={scale}
            labelOf={(name) => SCALE_WORDS[name]}
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
            No message of this time tells what a counter stood at. 278 does of the peer’s; 572, 1057 and 339 of our own.
          </p>
        ) : null
      }
    >
      {data === null
        ? null
        : lives.map((life) => <Life key={life.counter} life={life} scale={scale} window={data.window} />)}
    </Panel>
  );
}

interface LifeProps {
  readonly life: CounterLife;
  readonly scale: LifeScale;
  readonly window: WindowAnalysis;
}

function Life({ life, scale, window }: LifeProps) {
  const { forecast, end } = life;
  const ended = endWords(life);
  return (
    <section className={styles.life}>
      <p>
        {stoodWords(life)} {ended ?? (forecast === null ? noForecast(window) : <ForecastWords forecast={forecast} />)}
      </p>
      {end === null ? null : <p>{foreseenWords(end)}</p>}
      <LifeChart life={life} scale={scale} />
      <p className={styles.caption}>
        {rekeyWords(life)} {life.counter === 'peer' ? PEER_SOURCE : OWN_SOURCE}
      </p>
    </section>
  );
}

const PEER_SOURCE = 'It is read from the window that message 278 names, which only packets move that were proved.';
const OWN_SOURCE = 'It is read from messages about packets that could not be sent: 572, 1057 and 339.';

function noForecast({ isEsn }: WindowAnalysis): string {
  return isEsn
    ? 'Extended sequence numbers are in use: they do not end.'
    : 'There is no forecast of its end: that takes two such messages some seconds apart.';
}

function ForecastWords({ forecast }: { readonly forecast: Forecast }) {
  const { at, seenAt, packetsPerSecond } = forecast;
  return (
    <>
      At {formatCount(Math.round(packetsPerSecond))} packets a second its numbers end at{' '}
      <strong>{formatDateTime(at)}</strong>, {span(at - seenAt)} after that ({betweenWords(forecast)}), unless a rekey
      comes before or extended sequence numbers are in use.
    </>
  );
}
