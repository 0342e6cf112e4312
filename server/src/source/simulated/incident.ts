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
export function claimTunnels(
  { world, random }: IncidentContext,
  count: number,
  suits: (tunnel: Tunnel) => boolean,
): Tunnel[] {
  const isFree = (tunnel: Tunnel): boolean => !tunnel.isClaimed && !tunnel.inbound.usesEsn;
  const claimed: Tunnel[] = [];
  // Drawing by activity first: busy tunnels are where things happen, and a draw costs nothing even with 100,000.
  for (let attempt = 0; attempt < count * 40 && claimed.length < count; attempt += 1) {
    const tunnel = world.activeTunnel(random);
    if (isFree(tunnel) && suits(tunnel)) claimed.push(claim(tunnel));
  }
  if (claimed.length > 0) return claimed;
  const rest = world.tunnels.find((tunnel) => isFree(tunnel) && suits(tunnel)) ?? world.tunnels.find(isFree);
  return rest === undefined ? [] : [claim(rest)];
}

function claim(tunnel: Tunnel): Tunnel {
  tunnel.isClaimed = true;
  return tunnel;
}

/** Gives tunnels back. */
export function releaseTunnels(tunnels: readonly Tunnel[]): void {
  for (const tunnel of tunnels) tunnel.isClaimed = false;
}

/** One of the claimed tunnels with its packets up to now taken; undefined when an incident could claim none. */
export function nextTunnel(tunnels: readonly Tunnel[], atMs: number, random: Random): Tunnel | undefined {
  if (tunnels.length === 0) return undefined;
  const tunnel = random.pick(tunnels);
  tunnel.inbound.advanceTo(atMs);
  return tunnel;
}
