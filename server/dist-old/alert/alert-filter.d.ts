import { type Alert } from '@tunnelwatch/shared/alert';
import type { AlertFilter } from '@tunnelwatch/shared/alert-command';
/** Whether an alert asks for something and fits a filter; without a state, what is over is left out. */
export declare function fits(alert: Alert, filter: AlertFilter): boolean;
