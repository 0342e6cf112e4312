import { type Gateway } from './gateway.js';
import { Random } from './random.js';
import { type Tunnel } from './tunnel.js';
/** The simulated network: gateways, their tunnels, and how active each tunnel is. */
export interface World {
    readonly gateways: readonly Gateway[];
    /** All tunnels; neighbours belong to different gateways. */
    readonly tunnels: readonly Tunnel[];
    /** A tunnel, the active ones far more often (Zipf, exponent 1.1). */
    activeTunnel(random: Random): Tunnel;
}
interface WorldSettings {
    seed: number;
    tunnels: number;
    gateways: number;
    startMs: number;
    /** True when all SAs are new at the start. */
    hasFreshSas: boolean;
}
/** Builds the network of a seed. Matchkeys depend on the seed alone, so that a restart meets the same tunnels again. */
export declare function createWorld(settings: WorldSettings): World;
/** Lets due HA switch-overs happen. */
export declare function advanceWorld(world: World, atMs: number, random: Random): void;
export {};
