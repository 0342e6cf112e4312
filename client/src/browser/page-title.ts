import { useEffect } from 'react';
import type { CountsByPriority } from '@tunnelwatch/shared/priority';
import { basePath } from './base-path.js';

const PRODUCT = 'Tunnelwatch';
const ICONS = { urgent: 'favicon-urgent.svg', waiting: 'favicon-waiting.svg', calm: 'favicon.svg' } as const;

let title: string = PRODUCT;
let mark = '';

/** Names the page in its tab. */
export function usePageTitle(page: string): void {
  useEffect(() => {
    title = `${page} · ${PRODUCT}`;
    show();
  }, [page]);
}

/** Shows in the tab how many alerts nobody has acknowledged, and by its icon whether one is urgent; for who looks at another tab. */
export function useTabAlerts(counts: CountsByPriority | null): void {
  const urgent = counts?.urgent ?? 0;
  const all = counts === null ? 0 : counts.urgent + counts.high + counts.medium + counts.low;
  useEffect(() => {
    mark = all === 0 ? '' : `(${urgent > 0 ? `${String(urgent)} urgent` : String(all)}) `;
    show();
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (icon !== null) icon.href = `${basePath}${ICONS[urgent > 0 ? 'urgent' : all > 0 ? 'waiting' : 'calm']}`;
  }, [urgent, all]);
}

function show(): void {
  document.title = `${mark}${title}`;
}
