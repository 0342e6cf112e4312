import type { ClassCounts } from '@tunnelwatch/shared/failure-class';
import type { Status } from '@tunnelwatch/shared/protocol';
import type { Tunnel } from '@tunnelwatch/shared/tunnel';
import { Age } from '../../components/time/Age.js';
import { Fact, FactStrip } from '../../components/layout/FactStrip.js';
import { formatCount, formatRate } from '@tunnelwatch/shared/format-number';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { spanLabel } from '../../components/time-bar/span-labels.js';
import { FailuresFact, sumOfFailures } from '../../components/tunnel/FailuresFact.js';
import { formatDateTime } from '../../format/format-time.js';
import { useStatus } from '../../live/use-live.js';
import type { TimeRange, TimeRangeState } from '../../url-state/use-time-range.js';

interface TunnelFactsProps {
  readonly tunnel: Tunnel;
  readonly time: TimeRangeState;
  /** By class within that time; null until they are known. */
  readonly counts: ClassCounts | null;
}

/** A tunnel in five figures. Counts are of what was logged and received: lower bounds. */
export function TunnelFacts({ tunnel, time, counts }: TunnelFactsProps) {
  const status = useStatus();
  return (
    <FactStrip>
      <Fact name="Last event" note={formatDateTime(tunnel.lastTime)}>
        <Age at={tunnel.lastTime} suffix="ago" />
      </Fact>
      {time.range === null ? (
        <Fact {...rateNames(status)}>
          {formatRate(tunnel.perMinute)} <small>per minute</small>
        </Fact>
      ) : (
        <Fact name="Failures, this time range" note="on average">
          {counts === null ? '…' : formatRate(sumOfFailures(counts) / minutesOf(time.range, status))}{' '}
          <small>per minute</small>
        </Fact>
      )}
      <FailuresFact span={spanLabel(time)} counts={counts} />
      <Fact name="All events stored" note={storedNote(tunnel)}>
        {formatCount(tunnel.total)}
      </Fact>
      <Fact name="First event" note={formatDateTime(tunnel.firstTime)}>
        <Age at={tunnel.firstTime} suffix="ago" />
      </Fact>
    </FactStrip>
  );
}

/** The reference time of the rate: the present, or the end of the data if that lies in the past. */
function rateNames(status: Status | null): { readonly name: string; readonly note: string } {
  if (status?.isPast !== true) return { name: 'Current failures', note: 'over the last 5 minutes' };
  return { name: 'Failures at end of data', note: `over 5 minutes up to ${formatDateTime(status.referenceTime)}` };
}

/** A range may end in the future, as that of today does: what has not been yet has no rate. */
function minutesOf({ from, to }: TimeRange, status: Status | null): number {
  const end = Math.min(to, Math.max(status?.referenceTime ?? to, from));
  return Math.max(1, (end - from) / MINUTE_MS);
}

function storedNote({ counts }: Tunnel): string {
  const { unknown } = counts;
  return unknown === undefined
    ? 'lower bound: only drops are logged'
    : `${formatCount(unknown)} of them unknown messages`;
}
