import { AlertBand } from '../src/components/alert/AlertBand.js';
import { AlertSummaryList } from '../src/components/alert/AlertSummaryList.js';
import { ACKNOWLEDGED, WAITING } from './samples.js';
import { Samples } from './Samples.js';

/** Alerts as bands and lists show them. */
export function AlertSamples() {
  return (
    <Samples title="Alerts" isWide>
      <AlertBand alerts={WAITING} more={7} firstOut={2} />
      <AlertSummaryList alerts={ACKNOWLEDGED} />
    </Samples>
  );
}
