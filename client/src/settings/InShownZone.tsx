import { type ReactNode, useLayoutEffect } from 'react';
import { usePersonalSettings } from './use-personal-settings.js';

/** The pages, drawn anew when times are to be shown in another zone; the focus stays where it was. */
export function InShownZone({ children }: { readonly children: ReactNode }) {
  const { timeZone } = usePersonalSettings().settings;
  return (
    <Zone key={timeZone} focused={document.activeElement?.id ?? ''}>
      {children}
    </Zone>
  );
}

function Zone({ focused, children }: { readonly focused: string; readonly children: ReactNode }) {
  useLayoutEffect(() => {
    if (focused !== '') document.getElementById(focused)?.focus();
    // Only when the pages are drawn anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return children;
}
