import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { LAG_TROUBLE_MS, SKEW_TROUBLE_MS } from '@tunnelwatch/shared/source-trouble';
import type { ReactNode } from 'react';
import { Age } from '../../../components/time/Age.js';
import { Time } from '../../../components/time/Time.js';
import { formatBytes, formatCount, formatRate } from '@tunnelwatch/shared/format-number';
import { formatSkew } from '@tunnelwatch/shared/format-span';
import { FigureText } from '../FigureText.js';
import { NamedFact } from './NamedFact.js';
import { PositionBar } from '../PositionBar.js';
import { byteRateFigure, lagFigure } from '../source-figures.js';
import styles from './SourceFacts.module.css';
import { STATE_MEANING } from '../list/source-list.js';
import { StateBadge } from '../StateBadge.js';

const KIND_LABEL = { file: 'File', stdin: 'Standard input', syslog: 'Syslog listener' } as const;

/** The reading position of a source, and its rates. */
export function SourceFacts({ source }: { readonly source: SourceHealth }) {
  return (
    <dl className={styles.facts}>
      <NamedFact name="State">
        <StateBadge state={source.state} /> <Soft>{STATE_MEANING[source.state]}</Soft>
      </NamedFact>
      <NamedFact name="Kind">{KIND_LABEL[source.kind]}</NamedFact>
      {source.kind === 'syslog' ? null : (
        <NamedFact name="Stored" hint="The position up to which everything is stored, of the size when last checked">
          <PositionBar source={source} />
        </NamedFact>
      )}
      <NamedFact
        name="Lag"
        hint="The longest wait of unread data, and the bytes not yet stored. An unfinished last line does not count as a wait"
        isAlarming={source.lagMs > LAG_TROUBLE_MS}
      >
        <FigureText figure={lagFigure(source)} isLong />
      </NamedFact>
      <NamedFact name="Rate" hint="Over the last 10 seconds">
        {formatRate(source.linesPerSecond)} lines/s · <FigureText figure={byteRateFigure(source)} isLong />
      </NamedFact>
      <NamedFact name="Silence" hint="Whether lines stopped arriving that normally do">
        {source.silence === null ? (
          <Soft>no unusual silence</Soft>
        ) : (
          <>
            <Age at={source.silence.since} suffix="so far" />{' '}
            <Soft>normally {formatRate(source.silence.usualLinesPerMinute)} lines per minute</Soft>
          </>
        )}
      </NamedFact>
      <NamedFact name="Newest line" hint="When it arrived here">
        <Age at={source.lastArrival} suffix="ago" />
      </NamedFact>
      <NamedFact name="Newest event" hint="The time in the event itself">
        {source.lastTime === null ? 'never' : <Time at={source.lastTime} full />}
      </NamedFact>
      <ClockFact skewMs={source.skewMs} />
      {source.kind === 'file' ? <FileFacts source={source} /> : null}
      <PastError pastError={source.pastError} isResolved={source.lastError === null} />
    </dl>
  );
}

function ClockFact({ skewMs }: Pick<SourceHealth, 'skewMs'>) {
  const isSkewed = skewMs !== null && Math.abs(skewMs) > SKEW_TROUBLE_MS;
  return (
    <NamedFact
      name="Clock skew"
      hint="Gateway clock minus receiver clock, from the newest line with both"
      isAlarming={isSkewed}
    >
      {skewMs === null ? <Soft>unknown: no line has carried both timestamps</Soft> : formatSkew(skewMs)}
    </NamedFact>
  );
}

function FileFacts({ source }: { readonly source: SourceHealth }) {
  const { rotations, truncations, lostBytes } = source;
  return (
    <>
      <NamedFact name="Rotations" hint="How often the file was replaced; each one is read to its end">
        {formatCount(rotations)}
      </NamedFact>
      <NamedFact name="Truncations" hint="How often the file was truncated or rewritten in place">
        {formatCount(truncations)}
        {truncations === 0 ? null : (
          <Soft>
            {' '}
            lines written just before a truncation may be lost without a trace; use “create” instead of “copytruncate”
            in logrotate to avoid this
          </Soft>
        )}
      </NamedFact>
      <NamedFact
        name="Lost bytes"
        hint="Bytes of rotated files that were gone before they could be read"
        isAlarming={lostBytes > 0}
      >
        {lostBytes === 0 ? <Soft>none</Soft> : `${formatBytes(lostBytes)} (${formatCount(lostBytes)} bytes)`}
      </NamedFact>
    </>
  );
}

function PastError({ pastError, isResolved }: Pick<SourceHealth, 'pastError'> & { readonly isResolved: boolean }) {
  return (
    <NamedFact name="Last error" hint="The last error and when it began; kept after it is resolved">
      {pastError === null ? (
        <Soft>none so far</Soft>
      ) : (
        <>
          <Time at={pastError.at} full /> <Soft>{isResolved ? 'resolved' : 'ongoing'}:</Soft>{' '}
          {visibleText(pastError.message)}
        </>
      )}
    </NamedFact>
  );
}

function Soft({ children }: { readonly children: ReactNode }) {
  return <span className={styles.soft}>{children}</span>;
}
