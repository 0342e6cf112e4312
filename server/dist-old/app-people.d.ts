import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { Settings } from './config/settings.js';
import { type PeopleDesk } from './people/people-desk.js';
import { People } from './people/people.js';
import type { SingleSignOn } from './people/single-sign-on.js';
export interface AppPeople {
    people: People;
    desk: PeopleDesk;
    /** The one-time password of the first admin, when this is the first start. */
    firstPassword: string | undefined;
    /** True while nobody has a password of their own: the one that was printed may have been lost. */
    isUnclaimed: boolean;
}
export interface AppPeopleOptions {
    settings: Settings;
    singleSignOn: SingleSignOn | null;
    directory: string;
    /** Enters notes in the audit trail. */
    enter: (notes: readonly AuditNote[]) => Promise<void>;
    onError: (error: unknown) => void;
}
/** Opens the people who may sign in; where nobody is known yet, makes the first admin. */
export declare function openAppPeople({ settings, singleSignOn, directory, enter, onError, }: AppPeopleOptions): Promise<AppPeople>;
/** Single sign-on as it is set; null where it is not. @throws Error when the client secret cannot be read */
export declare function openSingleSignOn({ oidc }: Settings, onError: (error: unknown) => void): SingleSignOn | null;
