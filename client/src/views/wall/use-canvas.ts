import { useEffect, useRef, type RefObject } from 'react';
import { useShownTheme } from '../../theme/use-shown-theme.js';
import { type ElementSize, useElementSize } from './use-element-size.js';

/** Draws a picture of a size on a canvas that is scaled to the screen's pixels. */
export type Draw = (context: CanvasRenderingContext2D, size: ElementSize, theme: 'dark' | 'light') => void;

/**
 * A canvas that fills its box, drawn anew whenever the box, the theme or the picture changes.
 *
 * @param draw the same function as long as the picture is the same
 */
export function useCanvas(draw: Draw): {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
} {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [box, size] = useElementSize<HTMLDivElement>();
  const theme = useShownTheme();
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d') ?? null;
    if (element === null || context === null || size.width < 1 || size.height < 1) return;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(size.width * ratio);
    element.height = Math.round(size.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw(context, size, theme);
  }, [draw, size, theme]);
  return { box, canvas };
}
