import type { DropKind } from '@tunnelwatch/shared/diagnosis';
/** The newest drops of a tunnel, in a ring. */
export declare class RecentDrops {
    private ring;
    private next;
    private size;
    add(seq: number, kind: DropKind | 'other', messageId: number): void;
    /** The numbers of the newest events that fit, at most five, the oldest first. */
    newest(fits: (kind: DropKind | 'other', messageId: number) => boolean): number[];
}
