/** What a count is limited to; absent parts do not limit it. */
export interface TallyFilter {
    gateway?: string;
    /** True for kinds of events that are counted. */
    fits: (kindId: number) => boolean;
}
/** All stored events by gateway and kind: few numbers that answer how many events a live tail stands for. */
export declare class KindTally {
    private readonly byGateway;
    add(gateway: string, kindId: number, count: number): void;
    count({ gateway, fits }: TallyFilter): number;
}
