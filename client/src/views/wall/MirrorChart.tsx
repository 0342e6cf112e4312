import { useCallback } from 'react';
import type { MirrorSeries } from './day-earlier.js';
import { type Draw, useCanvas } from './use-canvas.js';

interface MirrorChartProps {
  readonly series: MirrorSeries;
  /** The same minutes a day earlier; null where nothing is known of them. */
  readonly ghost: Pick<MirrorSeries, 'replay' | 'integrity'> | null;
  /** The count at the upper edge, and as much below: the same for all charts that are compared. */
  readonly max: number;
  readonly label: string;
  readonly className?: string | undefined;
}

/**
 * Failures per minute of one tunnel: replay upwards with the other classes on top of it, integrity downwards, a day earlier
 * as a line. On a canvas: a wall shows hundreds of bars, and redraws them each second for weeks.
 */
export function MirrorChart({ series, ghost, max, label, className }: MirrorChartProps) {
  const drawSeries = useCallback<Draw>(
    (context, { width, height }) => {
      draw(context, { series, ghost, max, width, height, colorOf: colorsOf(context.canvas) });
    },
    [series, ghost, max],
  );
  const { box, canvas } = useCanvas(drawSeries);
  return (
    <div ref={box} className={className}>
      <canvas ref={canvas} role="img" aria-label={label} style={{ display: 'block', width: '100%', height: '100%' }} />
    </div>
  );
}

const TOKENS = ['class-replay', 'class-integrity', 'class-other', 'line-strong', 'text-soft'] as const;
type Token = (typeof TOKENS)[number];

/** The colours of the theme, as a canvas takes them: a token that differs by theme is resolved by an element that has it. */
function colorsOf(canvas: HTMLCanvasElement): (token: Token) => string {
  const before = canvas.style.color;
  const colors = new Map<Token, string>();
  for (const token of TOKENS) {
    canvas.style.color = `var(--${token})`;
    colors.set(token, getComputedStyle(canvas).color);
  }
  canvas.style.color = before;
  return (token) => colors.get(token) ?? '';
}

interface Picture extends Pick<MirrorChartProps, 'series' | 'ghost' | 'max'> {
  readonly width: number;
  readonly height: number;
  readonly colorOf: (token: Token) => string;
}

/** Upwards takes the larger part: replay is what the wall is for. */
const UP_SHARE = 0.6;

function draw(context: CanvasRenderingContext2D, picture: Picture): void {
  const { series, ghost, max, width, height, colorOf } = picture;
  const zero = Math.round(height * UP_SHARE);
  const up = (count: number): number => (Math.min(count, max) / max) * zero;
  const down = (count: number): number => (Math.min(count, max) / max) * (height - zero);
  const step = width / Math.max(1, series.replay.length);
  const bar = Math.max(1, step - Math.min(2, step * 0.25));
  context.clearRect(0, 0, width, height);
  for (const [index, replay] of series.replay.entries()) {
    const x = index * step;
    // What there is is seen, however little beside the worst.
    const replayHeight = replay > 0 ? Math.max(1.5, up(replay)) : 0;
    const other = series.other[index] ?? 0;
    const otherHeight = other > 0 ? Math.min(zero - replayHeight, Math.max(1.5, up(other))) : 0;
    const integrity = series.integrity[index] ?? 0;
    context.fillStyle = colorOf('class-replay');
    context.fillRect(x, zero - replayHeight, bar, replayHeight);
    context.fillStyle = colorOf('class-other');
    context.fillRect(x, zero - replayHeight - otherHeight, bar, otherHeight);
    context.fillStyle = colorOf('class-integrity');
    context.fillRect(x, zero + 1, bar, integrity > 0 ? Math.max(1.5, down(integrity)) : 0);
  }
  context.fillStyle = colorOf('line-strong');
  context.fillRect(0, zero, width, 1);
  if (ghost === null) return;
  context.strokeStyle = colorOf('text-soft');
  context.lineWidth = Math.max(1.5, height / 40);
  line(context, ghost.replay, step, (count) => zero - up(count));
  line(context, ghost.integrity, step, (count) => zero + down(count));
}

function line(
  context: CanvasRenderingContext2D,
  counts: readonly number[],
  step: number,
  placeOf: (count: number) => number,
): void {
  context.beginPath();
  for (const [index, count] of counts.entries()) context.lineTo((index + 0.5) * step, placeOf(count));
  context.stroke();
}
