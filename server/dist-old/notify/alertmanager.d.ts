import type { Notification, ToldAlert } from '@tunnelwatch/shared/notification';
/** What lasts is told again this often, milliseconds: Alertmanager forgets what it does not hear of. */
export declare const RESEND_MS = 120000;
/** One alert as `POST /api/v2/alerts` takes it. */
export interface PostableAlert {
    labels: Record<string, string>;
    annotations: Record<string, string>;
    startsAt: string;
    endsAt: string;
    /** The page of the alert; left out where its address is not known. */
    generatorURL?: string;
}
/** When it is told, epoch ms, and where people open the pages: see `alertLink`. */
export interface Telling {
    now: number;
    publicUrl: string | null;
}
/** What a notification says to Alertmanager: where labels have changed, the alert under its former ones has ended. */
export declare function postableOf({ alert, isActive, formerly, at }: Notification, telling: Telling): PostableAlert[];
/** An alert that lasts. */
export declare function activeOf(alert: ToldAlert, { now, publicUrl }: Telling): PostableAlert;
/** An alert that has ended now. */
export declare function endedOf(alert: ToldAlert, { now, publicUrl }: Telling): PostableAlert;
/** The address of the API below the one that is configured, which may have a path (`--web.route-prefix`). */
export declare function alertsUrl(url: string): string;
