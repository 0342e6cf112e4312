import { type RefObject, useLayoutEffect, useState } from 'react';
import { useElementSize } from './use-element-size.js';

/**
 * How short the words of a row must be for all of it to fit, from 0 for all of them up to `most`; and the ref of the row, which
 * hides what does not fit. Digits are as good as each other: a figure that counts up does not change the words around it.
 */
export function useBrevity<Kind extends Element>(
  content: string,
  most: number,
): { readonly row: RefObject<Kind | null>; readonly brevity: number } {
  const [row, { width, fontPx }] = useElementSize<Kind>();
  const wanted = `${content.replace(/\d/g, '0')} ${String(width)} ${String(fontPx)}`;
  const [tried, setTried] = useState({ wanted, brevity: 0 });
  if (tried.wanted !== wanted) setTried({ wanted, brevity: 0 });
  const { brevity } = tried;
  useLayoutEffect(() => {
    const shorten = (): void => {
      const element = row.current;
      if (element === null || brevity >= most || element.scrollHeight <= element.clientHeight + 1) return;
      setTried({ wanted, brevity: brevity + 1 });
    };
    shorten();
  }, [row, wanted, brevity, most]);
  return { row, brevity };
}
