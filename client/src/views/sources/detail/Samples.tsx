import type { LineSample } from '@tunnelwatch/shared/source-health';
import { useState } from 'react';
import { Button } from '../../../components/form/Button.js';
import { Time } from '../../../components/time/Time.js';
import { ExplainedLine } from '../../../components/explain/ExplainedLine.js';
import { useAttention } from '../../../components/list/use-attention.js';
import styles from './Samples.module.css';

interface SamplesProps {
  readonly samples: readonly LineSample[];
  /** Number of the source that they are of. */
  readonly source: number;
  /** Label of a reason. */
  readonly reasonText?: (reason: string) => string;
}

/** The newest lines of a kind, as plain text, each with how it is read on request. */
export function Samples({ samples, source, reasonText }: SamplesProps) {
  const [opened, setOpened] = useState<number | null>(null);
  const attention = useAttention();
  // Whoever reads or explains one is not interrupted by the next.
  const shown = useHeld(samples, attention.isThere || opened !== null);
  if (shown.length === 0) return null;
  return (
    <ol className={styles.samples} {...attention.handlers}>
      {shown.map((sample, place) => {
        const isOpen = opened === place;
        return (
          // Each place keeps its row: newer lines do not push the others down.
          <li key={place}>
            <div className={styles.head}>
              <p>
                <Time at={sample.at} /> {reasonText === undefined ? sample.reason : reasonText(sample.reason)}
              </p>
              <Button
                variant="plain"
                aria-expanded={isOpen}
                aria-label={isOpen ? 'Hide explanation' : 'Explain this line'}
                onClick={() => setOpened(isOpen ? null : place)}
              >
                {isOpen ? 'Hide' : 'Explain'}
              </Button>
            </div>
            <pre className={styles.line}>{sample.line}</pre>
            {isOpen ? <ExplainedSample sample={sample} source={source} /> : null}
          </li>
        );
      })}
    </ol>
  );
}

/** A value that changes by itself; while somebody uses what shows it, as it was when they began. */
function useHeld<Value>(value: Value, isHeld: boolean): Value {
  const [kept, setKept] = useState(value);
  if (!isHeld && kept !== value) setKept(value);
  return isHeld ? kept : value;
}

/** A sample is the beginning of a line: what is missing behind it is not the fault of the line. */
function ExplainedSample({ sample, source }: { readonly sample: LineSample; readonly source: number }) {
  const isCut = sample.line.endsWith('…');
  return (
    <>
      {isCut ? (
        <p className={styles.head}>
          Only the beginning of the line is kept: paste the whole line below if it ends too early.
        </p>
      ) : null}
      <ExplainedLine asked={{ line: isCut ? sample.line.slice(0, -1) : sample.line, source, at: sample.at }} />
    </>
  );
}
