import { useEffect, useRef, useState, type RefObject } from 'react';

/** Size of an element and the font size within it, CSS pixels; zeros before the first layout. */
export interface ElementSize {
  readonly width: number;
  readonly height: number;
  readonly fontPx: number;
}

const NO_SIZE: ElementSize = { width: 0, height: 0, fontPx: 0 };

/** Follows the size of the element that the returned ref is given to. */
export function useElementSize<Kind extends Element>(): [RefObject<Kind | null>, ElementSize] {
  const ref = useRef<Kind>(null);
  const [size, setSize] = useState(NO_SIZE);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const { width, height } = element.getBoundingClientRect();
      const fontPx = Number.parseFloat(getComputedStyle(element).fontSize);
      setSize((old) =>
        old.width === width && old.height === height && old.fontPx === fontPx ? old : { width, height, fontPx },
      );
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
