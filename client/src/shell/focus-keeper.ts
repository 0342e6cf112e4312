/** Where the focus was. */
interface Place {
  readonly element: HTMLElement;
  /** The elements around it, from the inside out, each with the number of its child that led there. */
  readonly around: readonly { readonly parent: Element; readonly index: number }[];
  /** The page that it was on. */
  readonly pathname: string;
}

/** What was closed may have covered what had the focus before it, such as a menu over a row. */
const MAX_PLACES = 10;
/** A button that sends is disabled meanwhile, and enabled again. */
const PATIENCE_MS = 1500;
const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';
/** What is removed with the focus in it leaves it to what is around it, up to these. */
const AREA = 'main, nav, header, [role="dialog"], [role="alertdialog"]';
/** What reports what was done goes by itself: the focus belongs where it was before. */
const REPORT = '[data-report]';

/**
 * Keeps the focus of whoever works by keyboard in the page: where a row, a button or a toast goes that has it, it moves to
 * what took the place, to what is beside it, or back to where it was before, and never to the body, from which one would
 * begin again. A pointer needs no focus, and a list that has it waits for its person.
 *
 * @returns how to end it
 */
export function keepFocus(): () => void {
  let places: Place[] = [];
  let isByKeyboard = false;
  let lostAt: number | null = null;
  let frame = 0;

  function onFocusIn({ target }: FocusEvent): void {
    lostAt = null;
    if (!(target instanceof HTMLElement) || target === document.body) return;
    places = [placeOf(target), ...places.filter(({ element }) => element !== target)].slice(0, MAX_PLACES);
  }

  /** Somebody who leaves what is still there means it. */
  function onFocusOut({ target, relatedTarget }: FocusEvent): void {
    if (relatedTarget !== null) return;
    queueMicrotask(() => {
      const isLeft = document.activeElement === document.body && target instanceof HTMLElement && canHaveFocus(target);
      if (isLeft) places = [];
    });
  }

  /** What closes an overlay gives the focus back itself, within a frame. */
  function check(): void {
    const [last] = places;
    if (!isByKeyboard || frame !== 0 || last === undefined || canHaveFocus(last.element)) return;
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        frame = 0;
        restore();
      });
    });
  }

  function restore(): void {
    const [last] = places;
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (!isLost || last === undefined) return;
    lostAt ??= performance.now();
    const isWaiting = last.element.isConnected && performance.now() - lostAt < PATIENCE_MS;
    if (isWaiting && !canHaveFocus(last.element)) return check();
    const next = isWaiting ? last.element : nextFocus(places);
    next?.focus({ preventScroll: next.matches('main') });
  }

  const onKeyDown = (): void => void (isByKeyboard = true);
  const onPointerDown = (): void => void (isByKeyboard = false);
  const observer = new MutationObserver(check);
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
  document.addEventListener('focusin', onFocusIn);
  document.addEventListener('focusout', onFocusOut);
  document.addEventListener('keydown', onKeyDown, true);
  document.addEventListener('pointerdown', onPointerDown, true);
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    document.removeEventListener('focusin', onFocusIn);
    document.removeEventListener('focusout', onFocusOut);
    document.removeEventListener('keydown', onKeyDown, true);
    document.removeEventListener('pointerdown', onPointerDown, true);
  };
}

function placeOf(element: HTMLElement): Place {
  const around: { parent: Element; index: number }[] = [];
  for (let child: Element = element; child.parentElement !== null; child = child.parentElement) {
    const parent = child.parentElement;
    around.push({ parent, index: Array.prototype.indexOf.call(parent.children, child) });
  }
  return { element, around, pathname: location.pathname };
}

/** The newest place that is still there, or what is beside it; the page where there is none, or where another one came. */
function nextFocus(places: readonly Place[]): HTMLElement | null {
  for (const place of places) {
    if (place.element.closest(REPORT) !== null) continue;
    if (canHaveFocus(place.element)) return place.element;
    if (place.pathname !== location.pathname) break;
    const beside = besideOf(place);
    if (beside !== null) return beside;
  }
  return document.querySelector('main');
}

/** What took the place of an element that is gone, else what follows it or stands before it, the nearest first. */
function besideOf({ element, around }: Place): HTMLElement | null {
  for (const { parent, index } of around) {
    const area = parent.isConnected ? parent.closest(AREA) : null;
    if (area === null) continue;
    const children = [...parent.children];
    for (const child of [...children.slice(index), ...children.slice(0, index).reverse()]) {
      const found = focusablesIn(child);
      const alike = found.find(
        ({ tagName, textContent }) => tagName === element.tagName && textContent === element.textContent,
      );
      const next = alike ?? found[0];
      if (next !== undefined) return next;
    }
    if (parent === area) return null;
  }
  return null;
}

function focusablesIn(element: Element): HTMLElement[] {
  const within = [...element.querySelectorAll<HTMLElement>(FOCUSABLE)];
  return [...(element instanceof HTMLElement && element.matches(FOCUSABLE) ? [element] : []), ...within].filter(
    canHaveFocus,
  );
}

function canHaveFocus(element: HTMLElement): boolean {
  return (
    element.isConnected &&
    !element.matches(':disabled') &&
    element.closest('[inert]') === null &&
    element.checkVisibility()
  );
}
