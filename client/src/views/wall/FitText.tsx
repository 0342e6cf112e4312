import { useEffect, useRef, useState } from 'react';
import { fitWords } from './fit-words.js';

interface FitTextProps {
  readonly text: string;
  /** What says the same in fewer words: shown, or cut, where there is no room for all of the text. */
  readonly shorter?: string;
  readonly className?: string | undefined;
}

/** One line of text that ends with a whole word where there is no room for all of it; the rest is in its tooltip. */
export function FitText({ text, shorter = text, className }: FitTextProps) {
  const ref = useRef<HTMLSpanElement>(null);
  const [shown, setShown] = useState(text);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const fit = (): void => {
      const style = getComputedStyle(element);
      const context = measure();
      if (context === null) return;
      context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const width = element.clientWidth;
      const fits = (part: string): boolean => context.measureText(part).width <= width;
      setShown(fits(text) ? text : fitWords(shorter, fits));
    };
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    fit();
    return () => observer.disconnect();
  }, [text, shorter]);
  return (
    <span ref={ref} className={className} title={shown === text ? undefined : text}>
      {shown}
    </span>
  );
}

let canvas: CanvasRenderingContext2D | null | undefined;

/** One canvas measures all texts. */
function measure(): CanvasRenderingContext2D | null {
  canvas ??= document.createElement('canvas').getContext('2d');
  return canvas;
}
