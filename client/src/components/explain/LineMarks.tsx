import { visibleText } from '@tunnelwatch/shared/visible-text';
import { type Explanation, PART_LABEL } from '@tunnelwatch/shared/explanation';
import { Fragment } from 'react';
import styles from './Explanation.module.css';

interface Segment {
  readonly start: number;
  readonly end: number;
  /** What it is; null for what says nothing. */
  readonly label: string | null;
  readonly isPair: boolean;
}

/** A line with what was recognised in it underlined; the words for it are in the lists below and in each title. */
export function LineMarks({ explanation }: { readonly explanation: Explanation }) {
  const { line } = explanation;
  return (
    <pre className={styles.line} tabIndex={0} aria-label="Explained line">
      {segmentsOf(explanation).map(({ start, end, label, isPair }) => {
        const text = visibleText(line.slice(start, end));
        if (label === null) return <Fragment key={start}>{text}</Fragment>;
        return (
          <mark key={start} className={isPair ? styles.pair : styles.part} title={label}>
            {text}
          </mark>
        );
      })}
    </pre>
  );
}

/** The whole line in pieces, in its order; where two overlap, the first counts. */
function segmentsOf({ line, parts, fields }: Explanation): Segment[] {
  const marked = [
    ...parts.map(({ kind, place }) => ({ place, label: PART_LABEL[kind], isPair: false })),
    ...fields.map(({ name, place }) => ({ place, label: `pair ${name}`, isPair: true })),
  ]
    .flatMap(({ place, ...rest }) => (place === null ? [] : [{ ...place, ...rest }]))
    .toSorted((a, b) => a.start - b.start);
  const segments: Segment[] = [];
  let at = 0;
  for (const segment of marked) {
    if (segment.start < at) continue;
    if (segment.start > at) segments.push({ start: at, end: segment.start, label: null, isPair: false });
    segments.push(segment);
    at = segment.end;
  }
  if (at < line.length) segments.push({ start: at, end: line.length, label: null, isPair: false });
  return segments;
}
