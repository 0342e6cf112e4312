import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** The width of the element that the returned ref is given to, CSS pixels, before anything of it is painted; null until then. */
export function useWidth<Kind extends Element>(): [RefObject<Kind | null>, number | null] {
  const ref = useRef<Kind>(null);
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
