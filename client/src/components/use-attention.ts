import { useState, type FocusEvent, type PointerEvent } from 'react';

interface Attention {
  /** True while a mouse points into the area or the focus is in it. */
  readonly isThere: boolean;
  readonly handlers: {
    readonly onPointerEnter: (event: PointerEvent) => void;
    readonly onPointerLeave: (event: PointerEvent) => void;
    readonly onFocus: () => void;
    readonly onBlur: (event: FocusEvent) => void;
  };
}

/** Tells whether somebody is at work in an area; spread `handlers` on its element. A finger leaves no pointer behind. */
export function useAttention(): Attention {
  const [isPointed, setIsPointed] = useState(false);
  const [hasFocus, setHasFocus] = useState(false);
  return {
    isThere: isPointed || hasFocus,
    handlers: {
      onPointerEnter: (event) => setIsPointed(event.pointerType === 'mouse'),
      onPointerLeave: (event) => {
        setIsPointed(false);
        // A control that is taken away while it has the focus tells nobody that it has lost it.
        setHasFocus(event.currentTarget.contains(document.activeElement));
      },
      onFocus: () => setHasFocus(true),
      onBlur: (event) => setHasFocus(event.currentTarget.contains(event.relatedTarget)),
    },
  };
}
