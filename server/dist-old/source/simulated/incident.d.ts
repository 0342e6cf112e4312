import type { SimulatedMessage } from './message.js';
import type { Random } from './random.js';
import type { Tunnel } from './tunnel.js';
import type { World } from './world.js';
/**
 * One cause at work on some tunnels. It is asked whenever the log has room for a line, and answers with the line that
 * its packets give at that moment, or with nothing when they give none.
 */
export interface Incident {
    next(atMs: number): SimulatedMessage | undefined;
    isOver(atMs: number): boolean;
    /** Undoes what must not outlast the incident, and gives its tunnels back. */
    end(atMs: number): void;
}
export interface IncidentContext {
    world: World;
    random: Random;
    /** When it begins, epoch ms. */
    atMs: number;
}
/** Starts an incident of one kind. */
export type IncidentFactory = (context: IncidentContext) => Incident;
/**
 * Takes up to `count` tunnels for an incident, of those that suit it and that no other one has. When none suits, any
 * tunnel without extended numbers serves, so that a scenario shows its lines in the smallest simulation.
 */
export declare function claimTunnels({ world, random }: IncidentContext, count: number, suits: (tunnel: Tunnel) => boolean): Tunnel[];
/** Gives tunnels back. */
export declare function releaseTunnels(tunnels: readonly Tunnel[]): void;
/** One of the claimed tunnels with its packets up to now taken; undefined when an incident could claim none. */
export declare function nextTunnel(tunnels: readonly Tunnel[], atMs: number, random: Random): Tunnel | undefined;
