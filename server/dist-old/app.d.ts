import type { Logger } from 'pino';
import { type Settings } from './config/settings.js';
/** A running server. */
export interface App {
    /** Where the pages are. */
    url: string;
    /** The one-time password of the first admin, when this was the first start. */
    firstPassword: string | undefined;
    /** True while nobody has a password of their own. */
    isUnclaimed: boolean;
    stop: () => Promise<void>;
}
export interface AppOptions {
    settings: Settings;
    /** Folder of the people who may sign in: a demo has the same ones as what comes after it. */
    peopleDirectory: string;
    log: Logger;
    /** The pipeline ended by itself: the program must end too. */
    onFailure: (reason: string) => void;
}
/** Builds the stages and joins them. They are stopped in reverse: the sources first, the store last. */
export declare function startApp({ settings, peopleDirectory, log, onFailure }: AppOptions): Promise<App>;
