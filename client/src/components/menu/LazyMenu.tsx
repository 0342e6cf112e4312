import { type ButtonHTMLAttributes, type ReactNode, Suspense, useState } from 'react';

/** The button of a menu: the same before and after the menu is loaded. */
export type MenuTrigger = Pick<
  ButtonHTMLAttributes<HTMLButtonElement>,
  'aria-label' | 'children' | 'className' | 'tabIndex' | 'title'
>;

interface LazyMenuProps {
  readonly trigger: MenuTrigger;
  /** An `OpenMenu` with the same trigger, of a module of its own. */
  readonly children: ReactNode;
}

/** A menu that is loaded when somebody opens it first: most pages are read and left without one. */
export function LazyMenu({ trigger, children }: LazyMenuProps) {
  const [isAsked, setIsAsked] = useState(false);
  const button = (
    <button type="button" {...trigger} aria-haspopup="menu" aria-expanded={false} onClick={() => setIsAsked(true)} />
  );
  return isAsked ? <Suspense fallback={button}>{children}</Suspense> : button;
}
