import type { LineSample } from '@tunnelwatch/shared/source-health';
import { useState } from 'react';
import { Button } from '../../../components/form/Button.js';
import { Time } from '../../../components/time/Time.js';
import { ExplainedLine } from '../../../components/explain/ExplainedLine.js';
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
  const [opened, setOpened] = useState<string | null>(null);
  if (samples.length === 0) return null;
  const keys = keysOf(samples);
  return (
    <ol className={styles.samples}>
      {samples.map((sample, index) => {
        const key = keys[index] ?? '';
        const isOpen = opened === key;
        return (
          <li key={key}>
            <div className={styles.head}>
              <p>
                <Time at={sample.at} /> {reasonText === undefined ? sample.reason : reasonText(sample.reason)}
              </p>
              <Button
                variant="plain"
                aria-expanded={isOpen}
                aria-label={isOpen ? 'Hide explanation' : 'Explain this line'}
                onClick={() => setOpened(isOpen ? null : key)}
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

/**
 * Names of samples that stay while newer ones push them down, so that what is open or has the focus goes along. Equal ones are
 * common: they are counted from the oldest on.
 */
function keysOf(samples: readonly LineSample[]): string[] {
  const seen = new Map<string, number>();
  return samples
    .toReversed()
    .map(({ at, reason, line }) => {
      const key = `${at} ${reason} ${line}`;
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return `${count} ${key}`;
    })
    .toReversed();
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
