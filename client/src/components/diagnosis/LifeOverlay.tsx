import type { LifeDrawing, LifePoint } from '@tunnelwatch/shared/life-drawing';
import { bandPath, linePath } from '@tunnelwatch/shared/plot-paths';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { LABEL_STYLE } from '../../charts/axis-style.js';

/** The lines of a life: the observed part, the assumed beginning, and the forecast with its uncertainty. */
export function LifeOverlay({ drawing }: { readonly drawing: LifeDrawing }) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  const plot = usePlotArea();
  if (toX === undefined || toY === undefined || plot === undefined) return null;
  const placed = (points: readonly LifePoint[]) =>
    points.map(({ time, value }) => ({ x: toX(time) ?? 0, y: toY(value) ?? 0 }));
  const { runs, before, forecast, uncertainty, foreseen, ceiling } = drawing;
  return (
    <g fill="none" strokeWidth="0.11rem">
      <path
        data-testid="uncertainty"
        d={bandPath(placed(uncertainty), [])}
        fill="var(--caution)"
        fillOpacity={0.18}
        stroke="none"
      />
      <path d={linePath(placed(before))} stroke="var(--text-faint)" strokeDasharray="2 4" />
      <path d={linePath(placed(foreseen))} stroke="var(--caution)" strokeDasharray="2 4" />
      <path data-testid="forecast" d={linePath(placed(forecast))} stroke="var(--caution)" strokeDasharray="6 4" />
      {runs.map((run) => (
        <path key={run[0]?.time} data-testid="sa-run" d={linePath(placed(run))} stroke="var(--accent)" />
      ))}
      {ceiling === null ? null : <Ceiling y={toY(ceiling) ?? 0} plot={plot} />}
    </g>
  );
}

function Ceiling({ y, plot }: { readonly y: number; readonly plot: { readonly x: number; readonly width: number } }) {
  return (
    <g>
      <line x1={plot.x} x2={plot.x + plot.width} y1={y} y2={y} stroke="var(--fault)" />
      <text x={plot.x} y={y} dx="0.5em" dy="1.2em" {...LABEL_STYLE}>
        maximum 4,294,967,295
      </text>
    </g>
  );
}
