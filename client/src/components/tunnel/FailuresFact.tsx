import { type ClassCounts, FAILURES } from '@tunnelwatch/shared/failure-class';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { Fact } from '../layout/FactStrip.js';

interface FailuresFactProps {
  /** The time in which they were counted, in words. */
  readonly span: string;
  /** Null until they are known. */
  readonly counts: ClassCounts | null;
}

/** The failures of a tunnel or a gateway within some time, and their classes. Unknown messages are not among them. */
export function FailuresFact({ span, counts }: FailuresFactProps) {
  const name = `Failures, ${span}`;
  if (counts === null) {
    return (
      <Fact name={name} note="counting">
        …
      </Fact>
    );
  }
  const { replay = 0, integrity = 0 } = counts;
  const all = sumOfFailures(counts);
  const rest = all - replay - integrity;
  return (
    <Fact
      name={name}
      note={`${formatCount(replay)} replay, ${formatCount(integrity)} integrity, ${formatCount(rest)} other`}
    >
      {formatCount(all)}
    </Fact>
  );
}

/** All failures among counts by class. */
export function sumOfFailures(counts: ClassCounts): number {
  return FAILURES.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
}
