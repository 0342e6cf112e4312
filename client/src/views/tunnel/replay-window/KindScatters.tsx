import { DROP_KINDS } from '@tunnelwatch/shared/diagnosis';
import { Scatter, ZAxis } from 'recharts';
import { useRem } from '../../../components/layout/use-rem.js';
import { DROP_STYLE, type ScatterRow } from './scatter-rows.js';

/** Width of a mark in rem: it scales with the text. */
const MARK_REM = 0.5;

/** The refused packets of a scatter, each kind with its colour and shape. */
export function KindScatters({ rows }: { readonly rows: readonly ScatterRow[] }) {
  const area = (useRem() * MARK_REM) ** 2;
  return (
    <>
      <ZAxis range={[area, area]} />
      {DROP_KINDS.map((kind) => (
        <Scatter
          key={kind}
          data={rows.filter((row) => row.kind === kind)}
          fill={DROP_STYLE[kind].color}
          fillOpacity={0.8}
          shape={DROP_STYLE[kind].shape}
          isAnimationActive={false}
        />
      ))}
    </>
  );
}
