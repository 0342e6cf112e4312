import { useLayoutEffect } from 'react';
import { usePersonalSettings } from './use-personal-settings.js';

/** Draws the pages as closely as the person wants; not the wall, whose text is sized by distance. */
export function useDensity(): void {
  const { density } = usePersonalSettings().settings;
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    dataset['density'] = density;
    // Lists that count in pixels follow the size of the text as they do when the window changes.
    window.dispatchEvent(new Event('resize'));
    return () => {
      delete dataset['density'];
    };
  }, [density]);
}
