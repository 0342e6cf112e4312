import type { Gateway } from './gateway.js';
import { type SimulatedMessage } from './message.js';
import type { Random } from './random.js';
import type { Tunnel } from './tunnel.js';
/** Messages about a gateway's tables, policies and memory, and its lines of other categories. */
export declare function routeNotAdded(tunnel: Tunnel): SimulatedMessage;
export declare function routeNotRemoved(tunnel: Tunnel): SimulatedMessage;
export declare function policyNotRemoved(tunnel: Tunnel): SimulatedMessage;
/** 632: `size` entries were configured, the gateway goes on with `lowered`. */
export declare function lowMemory(gateway: Gateway, size: number, lowered: number): SimulatedMessage;
export declare function outOfMemory(gateway: Gateway, size: number): SimulatedMessage;
/** 1690 or 1713: IPSEC messages that the section of the reference does not have. */
export declare function saChanged(tunnel: Tunnel, random: Random): SimulatedMessage;
/** A line of another category, most of them about connections. */
export declare function otherMessage(gateway: Gateway, random: Random): SimulatedMessage;
