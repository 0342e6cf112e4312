import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import 'uplot/dist/uPlot.min.css';
import { type Hover, type Picture, type PlotCalls, type PlotForm, PlotHost } from './plot-host.js';
import { usePlotTheme } from './plot-theme.js';
import styles from './Plot.module.css';

interface PlotProps {
  /** The same object as long as the plot is built the same way. */
  readonly form: PlotForm;
  /** The same object as long as nothing has changed. */
  readonly picture: Picture;
  readonly onSelect?: ((from: number, to: number) => void) | undefined;
  /** What is shown beside the pointer. */
  readonly tooltip?: ((hover: Hover) => ReactNode) | undefined;
}

/** A plot on a canvas that fills its box. It is an image: whoever cannot see it needs its label and its table. */
export function Plot({ form, picture, onSelect, tooltip }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const host = useRef<PlotHost | null>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const { theme, within } = usePlotTheme();
  const shown = useRef(picture);
  const calls = useRef<PlotCalls>({ onHover: setHover, onSelect: null });
  useLayoutEffect(() => {
    shown.current = picture;
    calls.current = { onHover: setHover, onSelect: onSelect ?? null };
  }, [picture, onSelect]);
  useEffect(() => {
    const { current } = box;
    if (current === null || theme === null) return undefined;
    const made = new PlotHost(current, form, theme, shown.current, () => calls.current);
    host.current = made;
    return () => {
      host.current = null;
      made.close();
      setHover(null);
    };
  }, [form, theme]);
  useEffect(() => host.current?.show(picture), [picture]);
  return (
    <div ref={within} className={styles.plot} data-zooms={onSelect === undefined ? undefined : true}>
      <div ref={box} className={styles.canvas} />
      {hover === null || tooltip === undefined ? null : <Beside hover={hover}>{tooltip(hover)}</Beside>}
    </div>
  );
}

/** Beside the pointer, on the side where there is more room. */
function Beside({ hover, children }: { readonly hover: Hover; readonly children: ReactNode }) {
  if (children === null) return null;
  const { left, top, plot } = hover;
  const isRight = left > plot.over.clientWidth / 2;
  const x = left + plot.over.offsetLeft;
  const y = top + plot.over.offsetTop;
  return (
    <div className={isRight ? styles.tooltipLeft : styles.tooltipRight} style={{ left: x, top: y }} aria-hidden="true">
      {children}
    </div>
  );
}
