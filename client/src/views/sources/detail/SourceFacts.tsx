import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { LAG_TROUBLE_MS, SKEW_TROUBLE_MS } from '@tunnelwatch/shared/source-trouble';
import type { ReactNode } from 'react';
import { Age } from '../../../components/time/Age.js';
import { Time } from '../../../components/time/Time.js';
import { formatBytes, formatCount, formatRate } from '../../../format/format-number.js';
import { formatSkew } from '../../../format/format-time.js';
import { visibleText } from '../../../format/format-name.js';
import { FigureText } from '../FigureText.js';
import { NamedFact } from './NamedFact.js';
import { PositionBar } from '../PositionBar.js';
import { byteRateFigure, lagFigure } from '../source-figures.js';
import styles from './SourceFacts.module.css';
import { STATE_MEANING } from '../list/source-list.js';
import { StateBadge } from '../StateBadge.js';

const KIND_LABEL = { file: 'File', stdin: 'Standard input', syslog: 'Syslog listener' } as const;

/** Where the reading of a source stands, and how fast it goes. */
export function SourceFacts({ source }: { readonly source: SourceHealth }) {
  return (
    <dl className={styles.facts}>
      <NamedFact name="State">
        <StateBadge state={source.state} /> <Soft>{STATE_MEANING[source.state]}</Soft>
      </NamedFact>
      <NamedFact name="Kind">{KIND_LABEL[source.kind]}</NamedFact>
      {source.kind === 'syslog' ? null : (
        <NamedFact name="Stored" hint="The position up to which everything is stored, of the size at the last look">
          <PositionBar source={source} />
        </NamedFact>
      )}
      <NamedFact
        name="Lag"
        hint="How long the oldest byte that is not read has waited at most, and how many bytes are not stored. An unfinished last line waits for its writer and is no lag in time"
        isAlarming={source.lagMs > LAG_TROUBLE_MS}
      >
        <FigureText figure={lagFigure(source)} isLong />
      </NamedFact>
      <NamedFact name="Rate" hint="Over the last ten seconds">
        {formatRate(source.linesPerSecond)} lines/s · <FigureText figure={byteRateFigure(source)} isLong />
      </NamedFact>
      <NamedFact name="Silence" hint="Whether nothing comes although something usually would">
        {source.silence === null ? (
          <Soft>not quieter than usual</Soft>
        ) : (
          <>
            <Age at={source.silence.since} suffix="so far" />{' '}
            <Soft>usually {formatRate(source.silence.usualLinesPerMinute)} lines a minute</Soft>
          </>
        )}
      </NamedFact>
      <NamedFact name="Newest line" hint="When it arrived here">
        <Age at={source.lastArrival} suffix="ago" />
      </NamedFact>
      <NamedFact name="Newest event" hint="The time that the event itself carries">
        {source.lastTime === null ? 'never' : <Time at={source.lastTime} full />}
      </NamedFact>
      <ClockFact skewMs={source.skewMs} />
      {source.kind === 'file' ? <FileFacts source={source} /> : null}
      <PastError pastError={source.pastError} isOver={source.lastError === null} />
    </dl>
  );
}

function ClockFact({ skewMs }: Pick<SourceHealth, 'skewMs'>) {
  const isSkewed = skewMs !== null && Math.abs(skewMs) > SKEW_TROUBLE_MS;
  return (
    <NamedFact
      name="Clock skew"
      hint="The gateway’s clock minus the receiver’s, by the newest line that carried both"
      isAlarming={isSkewed}
    >
      {skewMs === null ? <Soft>not known: no line carried both times</Soft> : formatSkew(skewMs)}
    </NamedFact>
  );
}

function FileFacts({ source }: { readonly source: SourceHealth }) {
  const { rotations, truncations, lostBytes } = source;
  return (
    <>
      <NamedFact name="Rotations" hint="How often another file came to stand under this name; each is read to its end">
        {formatCount(rotations)}
      </NamedFact>
      <NamedFact name="Truncations" hint="How often the file was cut to nothing or written anew in place">
        {formatCount(truncations)}
        {truncations === 0 ? null : (
          <Soft>
            {' '}
            what was written just before one may be lost, and nobody can know; “create” in logrotate’s configuration
            instead of “copytruncate” loses nothing
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

function PastError({ pastError, isOver }: Pick<SourceHealth, 'pastError'> & { readonly isOver: boolean }) {
  return (
    <NamedFact name="Last error" hint="What went wrong last, and when it began; it stays here when it is over">
      {pastError === null ? (
        <Soft>none so far</Soft>
      ) : (
        <>
          <Time at={pastError.at} full /> <Soft>{isOver ? 'over since' : 'still so'}:</Soft>{' '}
          {visibleText(pastError.message)}
        </>
      )}
    </NamedFact>
  );
}

function Soft({ children }: { readonly children: ReactNode }) {
  return <span className={styles.soft}>{children}</span>;
}
