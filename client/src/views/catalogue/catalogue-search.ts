import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import { CLASS_STYLE } from '../../theme/class-style.js';

/** The entries that contain every word of `q` in id, texts, parameters, class, severity or advice, ignoring case. */
export function searchCatalogue(entries: readonly CatalogueEntry[], q: string): readonly CatalogueEntry[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  return entries.filter((entry) => {
    const text = textOf(entry);
    return words.every((word) => text.includes(word));
  });
}

function textOf(entry: CatalogueEntry): string {
  const parts = [
    String(entry.id),
    entry.message,
    ...entry.categories,
    ...entry.parameters,
    entry.severity,
    entry.priority,
    entry.gatewayAction,
    entry.failureClass,
    CLASS_STYLE[entry.failureClass].label,
    entry.explanation,
    entry.proposedAction ?? '',
    entry.ourAdvice ?? '',
    entry.note ?? '',
    entry.isLatching ? 'latching' : '',
  ];
  return parts.join('\n').toLowerCase();
}
