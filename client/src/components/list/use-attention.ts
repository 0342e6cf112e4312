import { useEffect, useRef, useState, type FocusEvent, type PointerEvent } from 'react';

interface Attention {
  /** True while a mouse points at the area or the focus is in it. */
  readonly isThere: boolean;
  readonly handlers: {
    readonly onPointerEnter: (event: PointerEvent) => void;
    readonly onPointerLeave: () => void;
    readonly onFocus: (event: FocusEvent) => void;
    readonly onBlur: (event: FocusEvent) => void;
  };
}

/** Tells whether an area is in use; spread `handlers` on its element. Touch leaves no pointer behind. */
export function useAttention(): Attention {
  const area = useRef<Element>(null);
  const [isPointed, setIsPointed] = useState(false);
  const [hasFocus, setHasFocus] = useState(false);
  const isThere = isPointed || hasFocus;

  useEffect(() => {
    if (!isThere) return undefined;
    // A control or a dialog that is removed under the pointer, or with the focus in it, causes no event.
    function check({ target }: Event): void {
      if (area.current === null) return;
      if (!(target instanceof Node && area.current.contains(target))) setIsPointed(false);
      setHasFocus(area.current.contains(document.activeElement));
    }
    document.addEventListener('pointerover', check);
    return () => document.removeEventListener('pointerover', check);
  }, [isThere]);

  return {
    isThere,
    handlers: {
      onPointerEnter: (event) => {
        area.current = event.currentTarget;
        setIsPointed(event.pointerType === 'mouse');
      },
      onPointerLeave: () => setIsPointed(false),
      onFocus: (event) => {
        area.current = event.currentTarget;
        setHasFocus(true);
      },
      onBlur: (event) => setHasFocus(event.currentTarget.contains(event.relatedTarget)),
    },
  };
}
