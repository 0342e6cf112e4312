import type { VerdictName } from '@tunnelwatch/shared/diagnosis';
import type { Random } from '../random.js';
import type { Arrival, LoggedDrop, PacketFlow } from './packet-flow.js';
/** A tunnel and the time for which something is wrong with it. What is drawn from `random` must not hang on the window. */
export interface CauseSetting {
    random: Random;
    flow: PacketFlow;
    /** The window that the cause is to be seen through, packets. */
    windowSize: number;
    /** Epoch ms. */
    fromMs: number;
    untilMs: number;
    /** Drops that are enough: a cause that drops every packet ends there. */
    mostDrops: number;
}
/** What a cause does to packets. */
interface CausedPackets {
    flow: PacketFlow;
    arrivals: Arrival[];
    /** Drops of packets of our own, which no window judges. */
    own?: LoggedDrop[];
}
/** What can be wrong, at the level of packets, and what that should be found to be consistent with. */
export interface PacketCause {
    name: string;
    truth: VerdictName;
    /** False where this rate and window cannot show it: nothing would be dropped. */
    suits: (packetsPerSecond: number, windowSize: number) => boolean;
    packets: (setting: CauseSetting) => CausedPackets;
}
/** Packets at random with the same chance each: their numbers within the time, from the lowest on. */
export declare function chosenPackets(setting: CauseSetting, perSecond: number): number[];
export {};
