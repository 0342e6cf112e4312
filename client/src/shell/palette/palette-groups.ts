import { PRIORITY_LABEL } from '@tunnelwatch/shared/alert-labels';
import { formatCount } from '@tunnelwatch/shared/format-number';
import type { InventoryName } from '@tunnelwatch/shared/inventory';
import type { AlertHit, SearchAnswer, TunnelHit } from '@tunnelwatch/shared/search';
import { nameLabel, subjectLabel } from '@tunnelwatch/shared/subject-labels';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { gatewayPath, tunnelPath } from '../../components/tunnel/paths.js';

/** Something that the palette offers: it leads to a page, or does something. */
export interface PaletteItem {
  /** Unique within the palette. */
  readonly id: string;
  readonly label: string;
  /** What tells it from others of the same name. */
  readonly detail: string;
  readonly action: { readonly to: string } | { readonly run: () => void };
}

export interface PaletteGroup {
  /** Its heading. */
  readonly value: string;
  readonly items: readonly PaletteItem[];
}

/** The groups of the palette for what the server found, those without a hit left out. */
export function hitGroups(answer: SearchAnswer): readonly PaletteGroup[] {
  const { tunnels, interfaces, gateways, alerts, messages } = answer;
  return [
    group('Tunnels', tunnels.hasMore, tunnels.items.map(tunnelItem)),
    group('Alerts', alerts.hasMore, alerts.items.map(alertItem)),
    group(
      'Gateways',
      gateways.hasMore,
      gateways.items.map(({ gateway, tunnels: count }) => ({
        id: `gateway ${gateway}`,
        label: visibleText(gateway),
        detail: `${formatCount(count)} ${count === 1 ? 'tunnel' : 'tunnels'}`,
        action: { to: gatewayPath(gateway) },
      })),
    ),
    group(
      'Interfaces',
      interfaces.hasMore,
      interfaces.items.map(({ gateway, iface, inventory }) => ({
        id: `interface ${JSON.stringify([gateway, iface])}`,
        label: named(inventory, visibleText(iface)),
        detail: visibleText(gateway),
        action: { to: `/events?${new URLSearchParams({ gateway, iface }).toString()}` },
      })),
    ),
    group(
      'Messages',
      messages.hasMore,
      messages.items.map(({ id, message }) => ({
        id: `message ${String(id)}`,
        label: message,
        detail: String(id),
        action: { to: `/catalogue?id=${String(id)}` },
      })),
    ),
  ].filter(({ items }) => items.length > 0);
}

function group(name: string, hasMore: boolean, items: readonly PaletteItem[]): PaletteGroup {
  return { value: hasMore ? `${name} (the best ${String(items.length)})` : name, items };
}

function tunnelItem({ gateway, matchkey, inventory, otherNotation, isSeen, recentTotal }: TunnelHit): PaletteItem {
  const key = matchkey === '' ? '(empty)' : visibleText(matchkey);
  const notation = otherNotation === null ? '' : ` · ${otherNotation}`;
  const failures = recentTotal === 0 ? '' : ` · ${formatCount(recentTotal)} failures in 60 min`;
  return {
    id: `tunnel ${JSON.stringify([gateway, matchkey])}`,
    label: named(inventory, key),
    detail:
      `${visibleText(gateway)} ${inventory === null ? '' : key}${notation}${isSeen ? failures : ' · never seen'}`.trim(),
    action: { to: tunnelPath(gateway, matchkey) },
  };
}

function alertItem({ id, message, subject, inventory, priority }: AlertHit): PaletteItem {
  return {
    id: `alert ${String(id)}`,
    label: visibleText(message),
    detail: `${PRIORITY_LABEL[priority]} · ${subjectLabel(subject, inventory)}`,
    action: { to: `/alerts/${String(id)}` },
  };
}

function named(inventory: InventoryName | null, otherwise: string): string {
  return inventory === null ? otherwise : nameLabel(inventory);
}

/** Items of which every word is found in the label or the detail, in any order, ignoring case. */
export function matchingItems(items: readonly PaletteItem[], text: string): readonly PaletteItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter(({ label, detail }) => {
    const all = `${label} ${detail}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
