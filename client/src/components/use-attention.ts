import { useState, type FocusEvent, type PointerEvent } from 'react';

interface Attention {
  /** True while a mouse points into the area or the focus is in it. */
  readonly isThere: boolean;
  readonly handlers: {
    readonly onPointerEnter: (event: PointerEvent) => void;
    readonly onPointerLeave: () => void;
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
      onPointerLeave: () => setIsPointed(false),
      onFocus: () => setHasFocus(true),
      onBlur: (event) => setHasFocus(event.currentTarget.contains(event.relatedTarget)),
    },
  };
}
