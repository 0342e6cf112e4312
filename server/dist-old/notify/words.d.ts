import type { Notification } from '@tunnelwatch/shared/notification';
import type { TunnelVerdict } from '@tunnelwatch/shared/diagnosis';
/** One line: `URGENT (new): Route could not be removed: interface wan of gw1`. Control characters are left out. */
export declare function headline({ occasion, alert }: Notification): string;
/** What the drops are consistent with, in words. */
export declare function verdictWords({ name, confidence }: TunnelVerdict): string;
/** The facts, each with its name; texts of log lines are among them, so whoever shows them escapes them. */
export declare function factsOf({ alert, by, comment, at, occasion, }: Notification): (readonly [name: string, value: string])[];
