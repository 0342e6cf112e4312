import type { DropKind } from '@tunnelwatch/shared/diagnosis';

/** Style of a kind of drop in charts: a colour, and a shape that identifies it without one. */
export const DROP_STYLE: Readonly<
  Record<DropKind, { label: string; color: string; shape: 'circle' | 'square' | 'cross' | 'triangle' }>
> = {
  late: { label: 'late', color: 'var(--class-replay)', shape: 'circle' },
  duplicate: { label: 'duplicate', color: 'var(--class-other)', shape: 'square' },
  inconsistent: { label: 'above the window', color: 'var(--class-crypto)', shape: 'cross' },
  integrity: { label: 'integrity failed', color: 'var(--class-integrity)', shape: 'triangle' },
};
