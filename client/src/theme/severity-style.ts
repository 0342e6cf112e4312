import { SEVERITY_LABEL } from '@tunnelwatch/shared/severity-labels';
import type { Severity } from '@tunnelwatch/shared/severity';
import type { SourceTrouble, TROUBLE_LEVEL } from '@tunnelwatch/shared/source-trouble';

export type Shape = 'octagon' | 'triangle' | 'diamond' | 'circle' | 'dot';

/** Style of a severity: colour, shape and word say the same. */
export interface SeverityStyle {
  /** CSS colour. */
  readonly color: string;
  readonly shape: Shape;
  readonly label: string;
}

const CRITICAL = { color: 'var(--severity-critical)', shape: 'octagon' } as const;
const NOTICE = { color: 'var(--severity-notice)', shape: 'circle' } as const;

export const SEVERITY_STYLE: Readonly<Record<Severity, SeverityStyle>> = {
  emergency: { ...CRITICAL, label: SEVERITY_LABEL.emergency },
  alert: { ...CRITICAL, label: SEVERITY_LABEL.alert },
  critical: { ...CRITICAL, label: SEVERITY_LABEL.critical },
  error: { color: 'var(--severity-error)', shape: 'triangle', label: SEVERITY_LABEL.error },
  warning: { color: 'var(--severity-warning)', shape: 'diamond', label: SEVERITY_LABEL.warning },
  notice: { ...NOTICE, label: SEVERITY_LABEL.notice },
  information: { ...NOTICE, label: SEVERITY_LABEL.information },
  debug: { color: 'var(--severity-debug)', shape: 'dot', label: SEVERITY_LABEL.debug },
};

/** How a trouble looks; colour, shape and word say the same. */
export const LEVEL_STYLE: Readonly<
  Record<(typeof TROUBLE_LEVEL)[SourceTrouble], { readonly shape: Shape; readonly color: string }>
> = {
  loss: { shape: 'octagon', color: 'var(--severity-critical)' },
  error: { shape: 'triangle', color: 'var(--fault)' },
  warning: { shape: 'diamond', color: 'var(--caution)' },
};
