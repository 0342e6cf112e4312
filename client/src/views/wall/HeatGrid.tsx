import type { HeatGateway } from '@tunnelwatch/shared/protocol';
import { useCallback } from 'react';
import { type Draw, useCanvas } from './use-canvas.js';
import { drawHeat } from './draw-heat.js';
import { HEAT_COLORS } from './heat-colors.js';
import { layoutHeat } from './heat-layout.js';
import { failingCells } from './wall-figures.js';
import styles from './WallPage.module.css';

interface HeatGridProps {
  readonly heat: readonly HeatGateway[];
  /** The largest cell, in em: it scales with the text. */
  readonly maxPitchEm: number;
}

/** Every tunnel as a cell, by gateway, on a canvas: one glance shows what fails on which gateway. */
export function HeatGrid({ heat, maxPitchEm }: HeatGridProps) {
  const draw = useCallback<Draw>(
    (context, size, theme) => {
      const labelHeight = size.fontPx * 1.15;
      const area = {
        width: size.width,
        height: size.height - labelHeight,
        gap: size.fontPx * 0.35,
        maxPitch: size.fontPx * maxPitchEm,
      };
      drawHeat(context, {
        layout: layoutHeat(heat, area),
        height: size.height,
        labelHeight,
        font: `${size.fontPx}px ${getComputedStyle(context.canvas).fontFamily}`,
        colors: HEAT_COLORS[theme],
      });
    },
    [heat, maxPitchEm],
  );
  const { box, canvas } = useCanvas(draw);
  const { cells, isLowerBound } = failingCells(heat);
  const failing = `${isLowerBound ? 'at least ' : ''}${String(cells)}`;
  return (
    <div ref={box} className={styles.heat}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        role="img"
        aria-label={`Heat grid of all tunnels in ${heat.length} gateways; ${failing} with drops in the last five minutes`}
      />
    </div>
  );
}
