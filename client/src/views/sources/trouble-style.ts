import type { SourceTrouble, TROUBLE_LEVEL } from '@tunnelwatch/shared/source-trouble';
import type { Shape } from '../../theme/severity-style.js';

/** Style of a problem; colour, shape and word say the same. */
export const LEVEL_STYLE: Readonly<
  Record<(typeof TROUBLE_LEVEL)[SourceTrouble], { readonly shape: Shape; readonly color: string }>
> = {
  loss: { shape: 'octagon', color: 'var(--critical)' },
  error: { shape: 'triangle', color: 'var(--error)' },
  warning: { shape: 'diamond', color: 'var(--warning)' },
};
