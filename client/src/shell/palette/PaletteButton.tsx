import { lazy, Suspense, useEffect, useState } from 'react';
import { Button } from '../../components/form/Button.js';
import styles from './PaletteButton.module.css';

// Loaded when it is first wanted: most pages are opened, read and left without it.
const Palette = lazy(() => import('./Palette.js').then((m) => ({ default: m.Palette })));

/** Opens the palette, by Ctrl+K (⌘+K) from anywhere too. */
export function PaletteButton() {
  const [isOpen, setIsOpen] = useState(false);
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
          <Palette onClose={() => setIsOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
