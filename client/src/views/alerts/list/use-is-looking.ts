import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { useEffect, useState } from 'react';

/** A page that nobody has touched for so long may be in front of an empty chair. */
const AWAY_AFTER_MS = 5 * MINUTE_MS;
const SIGNS = ['pointermove', 'pointerdown', 'wheel', 'keydown', 'focus'] as const;

/** True while somebody looks at this page, as far as it can tell: it is in view, and was touched within some minutes. */
export function useIsLooking(): boolean {
  const [isLooking, setIsLooking] = useState(isInView);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stir = (): void => {
      clearTimeout(timer);
      setIsLooking(isInView());
      timer = setTimeout(() => setIsLooking(false), AWAY_AFTER_MS);
    };
    stir();
    document.addEventListener('visibilitychange', stir);
    for (const sign of SIGNS) window.addEventListener(sign, stir, { passive: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', stir);
      for (const sign of SIGNS) window.removeEventListener(sign, stir);
    };
  }, []);
  return isLooking;
}

function isInView(): boolean {
  return document.visibilityState === 'visible';
}
