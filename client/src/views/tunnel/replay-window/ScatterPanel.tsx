import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import { useMemo } from 'react';
import { ChoiceSwitch } from '../../../components/form/ChoiceSwitch.js';
import { Panel } from '../../../components/layout/Panel.js';
import type { QueryState } from '../../../http/use-api-query.js';
import { useUrlChoice } from '../../../url-state/use-url-param.js';
import styles from '../../../components/diagnosis/Diagnosis.module.css';
import { LagPlot } from './LagPlot.js';
import { NumberPlot } from './NumberPlot.js';

const SCALES = ['seqno', 'lag'] as const;
const SCALE_WORDS: Readonly<Record<(typeof SCALES)[number], string>> = {
  seqno: 'Sequence number',
  lag: 'Lag behind the right edge',
};

/** Refused packets over time against the window, by number or by lag; which of them is part of the URL. */
export function ScatterPanel({ data, problem, isLoading, reload }: QueryState<TunnelDiagnosis>) {
  const [chosen, choose] = useUrlChoice('scatter', SCALES);
  const scale = chosen ?? 'seqno';
  const isEmpty = useMemo(() => data?.points.length === 0, [data]);
  return (
    <Panel
      className={styles.main}
      title="Refused packets against the window"
      aside={
        isEmpty === true ? undefined : (
          <ChoiceSwitch
            label="What is drawn upwards"
            choices={SCALES}
            value={scale}
            labelOf={(name) => SCALE_WORDS[name]}
            onChange={(name) => choose(name === 'seqno' ? null : name)}
          />
        )
      }
      isLoading={isLoading && data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={20}
      empty={isEmpty === true ? <p>No drop of this time names a sequence number. Messages 278 and 611 do.</p> : null}
    >
      {data === null || isEmpty === true ? null : scale === 'lag' ? (
        <LagPlot points={data.points} window={data.window} />
      ) : (
        <NumberPlot points={data.points} window={data.window} />
      )}
      {isEmpty === true ? null : (
        <p className={styles.caption}>
          Packets that passed are not logged, so only refused ones are drawn. Their numbers are what they claim: nobody
          has proved them. Only the window moves on packets that were.
        </p>
      )}
    </Panel>
  );
}
