import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import { EndNotice } from './EndNotice.js';
import { useStatus } from '../../live/use-live.js';
import type { TimeRange } from '../../url-state/use-time-range.js';

interface TunnelEndNoticeProps {
  readonly diagnosis: TunnelDiagnosis | null;
  readonly range: TimeRange | null;
}

/** The warning of a counter's end, measured by the end of the time that is looked at. It alone follows the clock. */
export function TunnelEndNotice({ diagnosis, range }: TunnelEndNoticeProps) {
  const reference = useStatus()?.referenceTime ?? null;
  return <EndNotice diagnosis={diagnosis} now={range?.to ?? reference} />;
}
