import { HOUR_MS } from '@tunnelwatch/shared/time-units';

/** What lines name: gateways, and the tunnels and interfaces of these. */
export type NameKind = 'gateways' | 'tunnels';

/** How many new names one sender may bring: so many at once, and so many an hour beyond these. */
export type NameLimits = Readonly<Record<NameKind, { readonly atOnce: number; readonly perHour: number }>>;

/** Enough for a relay that brings all gateways of a large network at its first start. */
export const USUAL_NAME_LIMITS: NameLimits = {
  gateways: { atOnce: 10_000, perHour: 600 },
  tunnels: { atOnce: 150_000, perHour: 36_000 },
};

/** The same for each sender times a factor. */
export function timesLimits({ gateways, tunnels }: NameLimits, factor: number): NameLimits {
  const times = ({ atOnce, perHour }: NameLimits[NameKind]) => ({
    atOnce: atOnce * factor,
    perHour: perHour * factor,
  });
  return { gateways: times(gateways), tunnels: times(tunnels) };
}

/** What of a budget is spent at a time, epoch ms; it refills evenly. */
export interface Spent {
  count: number;
  at: number;
}

/** What is still spent at a time. A clock that was set back refills nothing. */
export function spentAt({ count, at }: Spent, { perHour }: NameLimits[NameKind], now: number): number {
  return Math.max(0, count - (Math.max(0, now - at) * perHour) / HOUR_MS);
}
