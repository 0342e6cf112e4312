import { lazy, Suspense, useEffect, useLayoutEffect, useState } from 'react';
import { Button } from '../../components/form/Button.js';
import styles from './PaletteButton.module.css';

// Loaded when it is first wanted: most pages are opened, read and left without it.
const Palette = lazy(() => import('./Palette.js').then((m) => ({ default: m.Palette })));

/** Opens the palette, by Ctrl+K (⌘+K) from anywhere too. */
export function PaletteButton() {
  const [isOpen, setIsOpen] = useState(false);
  const [isReady, setIsReady] = useState(false);
  const [text, setText] = useState('');
  const close = (): void => {
    setIsOpen(false);
    setIsReady(false);
    setText('');
  };
  useEarlyKeys(isOpen && !isReady, (key) => setText((typed) => typed + key));
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setIsOpen(true);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <Button className={styles.button} onClick={() => setIsOpen(true)} aria-keyshortcuts="Control+K Meta+K">
        Search <kbd className={styles.key}>Ctrl K</kbd>
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <Palette text={text} onText={setText} onReady={() => setIsReady(true)} onClose={close} />
        </Suspense>
      ) : null}
    </>
  );
}

/**
 * While it is on, keys that write something are kept for the palette, which may still be loading: they would be lost, or
 * taken for the shortcuts of the page below.
 */
function useEarlyKeys(isOn: boolean, onKey: (key: string) => void): void {
  useLayoutEffect(() => {
    if (!isOn) return undefined;
    const keep = (event: KeyboardEvent): void => {
      if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      onKey(event.key);
    };
    // Before the document, whose listeners may be older than this one.
    window.addEventListener('keydown', keep, true);
    return () => window.removeEventListener('keydown', keep, true);
  });
}
