/** What is wrong with a packet that the anti-replay check lets pass; it becomes the message with this number. */
export type LaterCheck = 611 | 282 | 464 | 604 | 606 | 254 | 135;
/** The packets of one direction of an SA as the peer sends them: evenly, one after the other. */
export interface PacketFlow {
    packetsPerSecond: number;
    /** Epoch ms at which the packet `anchorSeqno` is sent. */
    anchorMs: number;
    anchorSeqno: number;
    /** From then on (epoch ms) none of its packets arrives. */
    stopsMs: number;
}
/** A packet that does not arrive as the flow sends it. */
export interface Arrival {
    atMs: number;
    seqno: number;
    /** True for a packet of the flow that arrives so and not otherwise; false for one beside the flow, such as a copy. */
    isOfFlow: boolean;
    /** True for a packet that moves the window if it passes: one of the peer's that nobody changed. */
    isAuthentic: boolean;
    /** The check after that of the window which it fails; undefined when it passes. */
    fails?: LaterCheck;
}
/** What a gateway logs of a packet that it drops. */
export interface LoggedDrop {
    atMs: number;
    messageId: 278 | 572 | 1057 | 339 | LaterCheck;
    seqno: number;
    /** The window as the packet found it. */
    base: number;
    windowSize: number;
}
/** The number of the packet that the flow has sent last at a time, epoch ms. */
export declare function sentUntil({ packetsPerSecond, anchorMs, anchorSeqno, stopsMs }: PacketFlow, atMs: number): number;
/** When the flow sends a packet, epoch ms. */
export declare function sentAt({ packetsPerSecond, anchorMs, anchorSeqno }: PacketFlow, seqno: number): number;
/**
 * Lets all packets arrive at a real window and gives those that are dropped, in order of time. Packets of the flow that are
 * not among the arrivals come in order, at the cost of one, so that a million packets a second are no more work than ten.
 */
export declare function runWindow(flow: PacketFlow, arrivals: readonly Arrival[], windowSize: number): LoggedDrop[];
