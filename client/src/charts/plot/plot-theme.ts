import { useMemo, useState } from 'react';
import { useRem } from '../../components/layout/use-rem.js';
import { useShownTheme } from '../../theme/use-shown-theme.js';

/** What a canvas has to be told, since it takes no custom properties and no rem. */
export interface PlotTheme {
  /** A CSS colour, such as `var(--text)`, as a canvas takes it. */
  readonly color: (css: string) => string;
  /** CSS pixels. */
  readonly rem: number;
  /** Of axes and labels, as a canvas takes it. */
  readonly font: string;
}

const FONT_REM = 0.75;

/** The theme of a plot within an element; another object when the theme or the size of the text changes. */
export function usePlotTheme(): {
  readonly theme: PlotTheme | null;
  readonly within: (element: HTMLElement | null) => void;
} {
  const [element, within] = useState<HTMLElement | null>(null);
  const name = useShownTheme();
  const rem = useRem();
  const theme = useMemo(() => (element === null ? null : themeOf(element, name, rem)), [element, name, rem]);
  return { theme, within };
}

/** @param _name the colours are those of the element, which differ by theme */
function themeOf(element: HTMLElement, _name: string, rem: number): PlotTheme {
  const colors = new Map<string, string>();
  const color = (css: string): string => {
    const known = colors.get(css);
    if (known !== undefined) return known;
    const resolved = resolvedColor(element, css);
    colors.set(css, resolved);
    return resolved;
  };
  return { color, rem, font: `${String(FONT_REM * rem)}px ${getComputedStyle(element).fontFamily}` };
}

/** A colour that differs by theme is resolved by an element that has it. */
function resolvedColor(element: HTMLElement, css: string): string {
  const before = element.style.color;
  element.style.color = css;
  const { color } = getComputedStyle(element);
  element.style.color = before;
  return color;
}
