import type { Change } from '@tunnelwatch/shared/protocol';
/** A client looks at an alert; null when it no longer looks at any. */
export interface Look {
    client: string;
    name: string;
    alertId: number | null;
}
/** Who looks at which alert right now, so that two people do not work on the same. */
export declare class Looks {
    private readonly byClient;
    note(look: Look): void;
    change(): Change;
}
