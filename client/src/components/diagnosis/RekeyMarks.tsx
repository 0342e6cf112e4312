import { ReferenceLine } from 'recharts';

/** Vertical marks where a new SA was first seen (epoch ms). */
export function RekeyMarks({ times }: { readonly times: readonly number[] }) {
  return times.map((time) => (
    <ReferenceLine
      key={time}
      x={time}
      className="rekey-mark"
      stroke="var(--text-soft)"
      strokeDasharray="2 3"
      ifOverflow="discard"
    />
  ));
}
