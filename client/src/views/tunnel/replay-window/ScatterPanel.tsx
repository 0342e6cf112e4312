import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import { memo, useMemo } from 'react';
import { ChoiceSwitch } from '../../../components/form/ChoiceSwitch.js';
import { Panel } from '../../../components/layout/Panel.js';
import type { QueryState } from '../../../http/use-api-query.js';
import type { TimeRange } from '../../../url-state/use-time-range.js';
import { useUrlChoice } from '../../../url-state/use-url-param.js';
import styles from '../../../components/diagnosis/Diagnosis.module.css';
import { LagPlot } from './LagPlot.js';
import { NumberPlot } from './NumberPlot.js';

const SCALES = ['seqno', 'lag'] as const;
const SCALE_LABEL: Readonly<Record<(typeof SCALES)[number], string>> = {
  seqno: 'Sequence number',
  lag: 'Lag behind right edge',
};

interface ScatterPanelProps extends QueryState<TunnelDiagnosis> {
  readonly onZoom: (range: TimeRange) => void;
}

/** Refused packets over time against the window, by number or by lag; the choice is in the URL. */
export const ScatterPanel = memo(function ScatterPanel({
  data,
  problem,
  isLoading,
  reload,
  onZoom,
}: ScatterPanelProps) {
  const [chosen, choose] = useUrlChoice('scatter', SCALES);
  const scale = chosen ?? 'seqno';
  const isEmpty = useMemo(() => data?.points.length === 0, [data]);
  return (
    <Panel
      className={styles.main}
      title="Dropped packets and the replay window"
      aside={
        isEmpty === true ? undefined : (
          <ChoiceSwitch
            label="Vertical axis"
            choices={SCALES}
            value={scale}
            labelOf={(name) => SCALE_LABEL[name]}
            onChange={(name) => choose(name === 'seqno' ? null : name)}
          />
        )
      }
      isLoading={isLoading && data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={20}
      empty={
        isEmpty === true ? <p>No drop in this time range has a sequence number. Messages 278 and 611 do.</p> : null
      }
    >
      {data === null || isEmpty === true ? null : scale === 'lag' ? (
        <LagPlot points={data.points} window={data.window} onZoom={onZoom} />
      ) : (
        <NumberPlot points={data.points} window={data.window} onZoom={onZoom} />
      )}
      {isEmpty === true ? null : (
        <p className={styles.caption}>
          Only dropped packets are shown: packets that passed are not logged. Their sequence numbers are not
          authenticated; the window moves with authenticated packets only.
        </p>
      )}
    </Panel>
  );
});
