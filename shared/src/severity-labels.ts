import type { Severity } from './severity.js';

/** Labels of the severities. */
export const SEVERITY_LABEL: Readonly<Record<Severity, string>> = {
  emergency: 'Emergency',
  alert: 'Alert',
  critical: 'Critical',
  error: 'Error',
  warning: 'Warning',
  notice: 'Notice',
  information: 'Info',
  debug: 'Debug',
};
