import { severityRank, type Severity } from '@tunnelwatch/shared/severity';

export type Shape = 'octagon' | 'triangle' | 'diamond' | 'circle' | 'dot';

/** How a severity looks: colour, shape and word say the same. */
export interface SeverityLook {
  /** CSS colour. */
  readonly color: string;
  readonly shape: Shape;
  readonly label: string;
}

const CRITICAL = { color: 'var(--critical)', shape: 'octagon' } as const;
const NOTICE = { color: 'var(--notice)', shape: 'circle' } as const;

export const SEVERITY_LOOK: Readonly<Record<Severity, SeverityLook>> = {
  emergency: { ...CRITICAL, label: 'Emergency' },
  alert: { ...CRITICAL, label: 'Alert' },
  critical: { ...CRITICAL, label: 'Critical' },
  error: { color: 'var(--error)', shape: 'triangle', label: 'Error' },
  warning: { color: 'var(--warning)', shape: 'diamond', label: 'Warning' },
  notice: { ...NOTICE, label: 'Notice' },
  information: { ...NOTICE, label: 'Info' },
  debug: { color: 'var(--debug)', shape: 'dot', label: 'Debug' },
};

/** True for Critical and worse: the row is filled and the symbol flashes until somebody acknowledges. */
export function isCriticalOrWorse(severity: Severity): boolean {
  return severityRank(severity) >= severityRank('critical');
}
