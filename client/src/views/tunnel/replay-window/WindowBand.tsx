import { bandPath, linePath } from '@tunnelwatch/shared/plot-paths';
import type { BandPoint } from '@tunnelwatch/shared/window-band';
import { useXAxisScale, useYAxisScale } from 'recharts';

interface WindowBandProps {
  readonly bands: readonly (readonly BandPoint[])[];
  /** The band is behind the packets, and its right edge is a line over them. */
  readonly layer: 'band' | 'edge';
}

/** The window of each SA over time. */
export function WindowBand({ bands, layer }: WindowBandProps) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  if (toX === undefined || toY === undefined) return null;
  const at = (time: number, value: number) => ({ x: toX(time) ?? 0, y: toY(value) ?? 0 });
  return (
    <g data-testid={`window-${layer}`} pointerEvents="none">
      {bands.map((band) => {
        const top = band.map((point) => at(point.time, point.top));
        const bottom = band.map((point) => at(point.time, point.bottom));
        const key = band[0]?.time;
        return layer === 'band' ? (
          <path key={key} d={bandPath(top, bottom)} fill="var(--notice)" fillOpacity={0.28} />
        ) : (
          <path key={key} d={linePath(top)} fill="none" stroke="var(--notice)" strokeWidth="0.1rem" />
        );
      })}
    </g>
  );
}
