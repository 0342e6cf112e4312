import type { DropKind } from '@tunnelwatch/shared/diagnosis';

/** How a kind of drop looks in charts: a colour, and a shape for those who do not see it. */
export const DROP_STYLE: Readonly<
  Record<DropKind, { label: string; color: string; shape: 'circle' | 'square' | 'cross' | 'triangle' }>
> = {
  late: { label: 'late', color: 'var(--class-replay)', shape: 'circle' },
  duplicate: { label: 'duplicate', color: 'var(--class-other)', shape: 'square' },
  inconsistent: { label: 'above the window', color: 'var(--class-crypto)', shape: 'cross' },
  integrity: { label: 'integrity failed', color: 'var(--class-integrity)', shape: 'triangle' },
};
