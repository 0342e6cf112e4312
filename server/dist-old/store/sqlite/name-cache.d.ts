import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { EventFilter } from '@tunnelwatch/shared/api';
import type { KindRecord, SubjectRecord } from '../../aggregate/records.js';
/** Subjects, kinds, gateways and sources as a reader sees them; rows are only ever added, so it reads just the new ones. */
export declare class NameCache {
    private readonly database;
    readonly subjects: Map<number, {
        kind: "tunnel";
        gateway: string;
        matchkey: string;
    } | {
        kind: "interface";
        gateway: string;
        iface: string;
    } | {
        kind: "gateway";
        gateway: string;
    }>;
    readonly kinds: KindRecord[];
    private readonly kindById;
    private readonly gatewayIdBySubject;
    private readonly sourceNames;
    private newestSubject;
    constructor(database: DatabaseSyncInstance);
    /** Brings the cache up to the transaction that the reader is in. */
    refresh(): SubjectRecord[];
    gatewayIdOf(subjectId: number): number;
    /** The name of a tunnel's subject; undefined for other subjects. */
    tunnelName(subjectId: number): string | undefined;
    kind(id: number): KindRecord | undefined;
    sourceName(id: number): string;
    /** The subjects that matchkey and iface leave; undefined when the filter names neither. */
    subjectIds(filter: EventFilter): number[] | undefined;
    /** All subjects of the gateway that the filter names; undefined when it names none. */
    subjectsOfGateway(filter: EventFilter): number[] | undefined;
    /** The gateways that the filter leaves; undefined when it names none. */
    gatewayIds(filter: EventFilter): number[] | undefined;
    kindIds(filter: EventFilter): number[] | undefined;
}
