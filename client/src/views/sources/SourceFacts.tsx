import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { ReactNode } from 'react';
import { Age } from '../../components/Age.js';
import { Time } from '../../components/Time.js';
import { formatBytes, formatCount, formatRate } from '../../format/format-number.js';
import { formatSkew } from '../../format/format-time.js';
import { PositionBar } from './PositionBar.js';
import styles from './SourceFacts.module.css';
import { STATE_MEANING } from './source-list.js';
import { StateBadge } from './StateBadge.js';

/** A clock that is off by more than this is worth a look. */
const SKEW_SHOWN_MS = 60_000;
const KIND_LABEL = { file: 'File', stdin: 'Standard input', syslog: 'Syslog listener' } as const;

/** Where the reading of a source stands. */
export function SourceFacts({ source }: { readonly source: SourceHealth }) {
  const { skewMs } = source;
  const isSkewed = skewMs !== null && Math.abs(skewMs) > SKEW_SHOWN_MS;
  return (
    <dl className={styles.facts}>
      <Fact name="State">
        <StateBadge state={source.state} /> <span className={styles.soft}>{STATE_MEANING[source.state]}</span>
      </Fact>
      <Fact name="Kind">{KIND_LABEL[source.kind]}</Fact>
      <Fact name="Stored">
        <PositionBar source={source} />
      </Fact>
      <Fact name="Lag">
        {source.lagBytes === 0 ? 'None' : `${formatBytes(source.lagBytes)} (${formatCount(source.lagBytes)} bytes)`}
      </Fact>
      <Fact name="Rate">{formatRate(source.linesPerSecond)} lines/s</Fact>
      <Fact name="Last line">
        <Age at={source.lastArrival} suffix="ago" />
      </Fact>
      <Fact name="Last event">{source.lastTime === null ? 'never' : <Time at={source.lastTime} full />}</Fact>
      <Fact name="Clock">
        {skewMs === null ? (
          <span className={styles.soft}>no line carried both times</span>
        ) : (
          <span className={isSkewed ? styles.skewed : undefined}>
            {formatSkew(skewMs)} <span className={styles.soft}>gateway against receiver</span>
          </span>
        )}
      </Fact>
      <Fact name="Rotations">{formatCount(source.rotations)}</Fact>
      <Fact name="Truncations">
        {formatCount(source.truncations)}
        {source.truncations === 0 ? null : (
          <span className={styles.soft}> lines written just before one may be lost</span>
        )}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
