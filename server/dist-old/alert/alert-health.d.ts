import { type Alert } from '@tunnelwatch/shared/alert';
import type { AlertHealth } from '@tunnelwatch/shared/alert-health';
/** The span that the figures are about. */
export declare const HEALTH_SPAN_MS = 86400000;
/**
 * The figures of operators about their alarms.
 * @param alerts those opened within the span, and all older ones that are not over
 */
export declare function alertHealth(alerts: readonly Alert[], now: number): AlertHealth;
