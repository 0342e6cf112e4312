import type { Gateway } from '@tunnelwatch/shared/tunnel';
import type { ChartData } from '../../charts/chart-rows.js';
import { useSpanCounts } from '../../charts/use-span-counts.js';
import { Age } from '../../components/time/Age.js';
import { Fact, FactStrip } from '../../components/layout/FactStrip.js';
import { spanLabel } from '../../components/time-bar/span-labels.js';
import { FailuresFact } from '../../components/tunnel/FailuresFact.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatDateTime } from '../../format/format-time.js';
import { formatSkew } from '@tunnelwatch/shared/format-span';
import type { TimeRangeState } from '../../url-state/use-time-range.js';

interface GatewayFactsProps {
  readonly gateway: Gateway;
  readonly time: TimeRangeState;
  /** What its chart shows; null until it is there. */
  readonly data: ChartData | null;
}

/** A gateway in five figures. */
export function GatewayFacts({ gateway, time, data }: GatewayFactsProps) {
  const { lastArrival, silence, skewMs, activeMember, tunnels } = gateway;
  const counts = useSpanCounts(gateway.recent, data, time);
  return (
    <FactStrip>
      <Fact
        name="Last line"
        note={lastArrival === null ? 'none received yet by this version' : formatDateTime(lastArrival)}
        isAlarming={silence !== null}
      >
        {lastArrival === null ? '–' : <Age at={lastArrival} suffix="ago" />}
      </Fact>
      <FailuresFact span={spanLabel(time)} counts={counts} />
      <Fact name="Tunnels" note="seen in its logs">
        {formatCount(tunnels)}
      </Fact>
      <Fact name="Logging HA member" note={memberNote(gateway)}>
        {activeMember ?? '–'}
      </Fact>
      <Fact name="Clock" note="gateway minus receiver">
        {skewMs === null ? '–' : formatSkew(skewMs)}
      </Fact>
    </FactStrip>
  );
}

/** The other members, and when the active one took over. */
function memberNote({ members, switchOvers, activeMember }: Gateway): string {
  const last = switchOvers.at(-1);
  if (members.length === 0) return 'not named in its lines';
  if (last !== undefined) return `took over from ${last.from} on ${formatDateTime(last.at)}`;
  const others = members.filter((member) => member !== activeMember);
  return others.length === 0 ? 'no other member seen' : `others: ${others.join(', ')}; no switch-over seen`;
}
