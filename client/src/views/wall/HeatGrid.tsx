import type { HeatGateway } from '@tunnelwatch/shared/protocol';
import { useEffect, useRef } from 'react';
import { useShownTheme } from '../../theme/use-shown-theme.js';
import { useElementSize } from './use-element-size.js';
import { drawHeat } from './draw-heat.js';
import { HEAT_COLORS } from './heat-colors.js';
import { layoutHeat } from './heat-layout.js';
import { failingCells } from './wall-figures.js';
import styles from './WallPage.module.css';

/** The largest cell, in em: it scales with the text. */
const MAX_PITCH_EM = 0.92;

/** Every tunnel as a cell, by gateway, on a canvas: one glance shows what fails on which gateway. */
export function HeatGrid({ heat }: { readonly heat: readonly HeatGateway[] }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const [boxRef, size] = useElementSize<HTMLDivElement>();
  const theme = useShownTheme();
  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d') ?? null;
    if (canvas === null || context === null || size.width < 1 || size.height < 1) return;
    const ratio = window.devicePixelRatio;
    canvas.width = Math.round(size.width * ratio);
    canvas.height = Math.round(size.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const labelHeight = size.fontPx * 1.15;
    const area = {
      width: size.width,
      height: size.height - labelHeight,
      gap: size.fontPx * 0.35,
      maxPitch: size.fontPx * MAX_PITCH_EM,
    };
    const style = getComputedStyle(canvas);
    drawHeat(context, {
      layout: layoutHeat(heat, area),
      height: size.height,
      labelHeight,
      font: `${size.fontPx}px ${style.fontFamily}`,
      colors: HEAT_COLORS[theme],
    });
  }, [heat, size, theme]);
  const { cells } = failingCells(heat);
  return (
    <div ref={boxRef} className={styles.heat}>
      <canvas
        ref={canvasRef}
        className={styles.canvas}
        role="img"
        aria-label={`Heat grid of all tunnels in ${heat.length} gateways; ${cells} with drops in the last five minutes`}
      />
    </div>
  );
}
