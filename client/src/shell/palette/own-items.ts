import { THEMES } from '@tunnelwatch/shared/personal-settings';
import { use, useMemo } from 'react';
import { formatDateTime } from '../../format/format-time.js';
import { formatAt, isCovered, timeMachineStart } from '../../history/at-parameter.js';
import { LeaveHistoryContext } from '../../history/history-context.js';
import { leave } from '../../session/sign-out.js';
import { useMay, useSignedInName } from '../../session/who-context.js';
import { usePersonalSettings } from '../../settings/use-personal-settings.js';
import { NOTE_FIELD } from '../../views/report/note-field.js';
import { usePages } from '../use-pages.js';
import type { PaletteItem } from './palette-groups.js';
import { typedTime } from './typed-time.js';

/** What the palette offers of itself: pages, and actions of the person at this page. */
export function useOwnItems(): { readonly pages: readonly PaletteItem[]; readonly actions: readonly PaletteItem[] } {
  const { settings, change } = usePersonalSettings();
  const isSignedIn = useSignedInName() !== null;
  const mayAct = useMay('operator');
  const leaveHistory = use(LeaveHistoryContext);
  const { theme, sound } = settings;
  const shown = usePages();
  return useMemo(() => {
    const pages = shown.map(({ to, label, key }) => ({
      id: `page ${to}`,
      label,
      detail: key === null ? '' : `g ${key}`,
      action: { to },
    }));
    const themes = THEMES.filter((each) => each !== theme).map((each) => ({
      id: `theme ${each}`,
      label: each === 'system' ? 'Use the theme of the device' : `Use the ${each} theme`,
      detail: 'Theme',
      action: { run: () => void change({ theme: each }) },
    }));
    const actions: PaletteItem[] = [
      ...(leaveHistory === null
        ? []
        : [{ id: 'now', label: 'Back to now', detail: 'Time machine', action: { run: leaveHistory } }]),
      ...(mayAct
        ? [{ id: 'window', label: 'Maintenance windows', detail: 'Alerts', action: { to: '/alerts/windows' } }]
        : []),
      ...(mayAct
        ? [{ id: 'note', label: 'Add hand-over note', detail: 'Report', action: { to: `/report#${NOTE_FIELD}` } }]
        : []),
      { id: 'health', label: 'Alert health', detail: 'Alerts', action: { to: '/alerts/health' } },
      {
        id: 'sound',
        label: sound ? 'Turn sound off' : 'Turn sound on',
        detail: 'Sound',
        action: { run: () => void change({ sound: !sound }) },
      },
      ...themes,
      ...(isSignedIn ? [{ id: 'sign-out', label: 'Sign out', detail: '', action: { run: () => void leave() } }] : []),
    ];
    return { pages: [...pages, ...ADMIN_PAGES], actions };
  }, [theme, sound, change, isSignedIn, mayAct, leaveHistory, shown]);
}

/** Pages below those of the navigation. */
const ADMIN_PAGES: readonly PaletteItem[] = [
  { id: 'page /admin/walls', label: 'Walls', detail: 'Admin', action: { to: '/admin/walls' } },
  { id: 'page /admin/rules', label: 'Alert rules', detail: 'Admin', action: { to: '/admin/rules' } },
  { id: 'page /admin/audit', label: 'Audit trail', detail: 'Admin', action: { to: '/admin/audit' } },
  { id: 'page /api-reference', label: 'API', detail: 'Admin', action: { to: '/api-reference' } },
];

/** The words that lead to the time machine without a time. */
const TIME_WORDS = /^(time|past|history|time machine)$/i;

/**
 * The past time that a text names, or that the time machine begins with, as an item that shows this page as of then, or the
 * overview where it cannot; null for any other text.
 */
export function timeItem(text: string, now: number, pathname: string): PaletteItem | null {
  const at = TIME_WORDS.test(text) ? timeMachineStart(now) : typedTime(text, now);
  if (at === null) return null;
  const query = new URLSearchParams({ at: formatAt(Math.floor(at / 1000) * 1000) });
  return {
    id: 'time',
    label: `Go to ${formatDateTime(at)}`,
    detail: 'Time machine',
    action: { to: `${isCovered(pathname) ? pathname : '/'}?${query.toString()}` },
  };
}
