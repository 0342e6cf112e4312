import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { Random } from './random.js';

const REGIONS = ['north', 'south', 'east', 'west', 'harbour', 'airport', 'campus', 'lakeside', 'hillside', 'metro'];

/** A security gateway as its log shows it. */
export interface Gateway {
  readonly index: number;
  /** Its configured name, without an HA suffix. */
  readonly name: string;
  /** Address that a receiver sees (RFC 5737). */
  readonly address: string;
  /** How far its clock is off, in whole milliseconds; positive is ahead. */
  readonly skewMs: number;
  readonly isHaPair: boolean;
  /** Name in the header of its lines: of an HA pair the member that is active now. */
  host: string;
  /** When the other member takes over, epoch ms; never for a single gateway. */
  switchAtMs: number;
}

/** Makes gateway number `index`; the first one of every simulation is an HA pair. */
export function createGateway(index: number, startMs: number, random: Random): Gateway {
  const name = `gw-${REGIONS[index] ?? String(index + 1).padStart(3, '0')}`;
  const isHaPair = index === 0;
  return {
    index,
    name,
    address: `192.0.2.${7 + (index % 240)}`,
    skewMs: random.integer(-7, 3) * 1000,
    isHaPair,
    host: isHaPair ? `${name}_Master` : name,
    switchAtMs: isHaPair ? startMs + random.between(20, 40) * MINUTE_MS : Number.POSITIVE_INFINITY,
  };
}

/** Lets the other member of an HA pair take over: the master serves for hours, the slave for minutes. */
export function switchOver(gateway: Gateway, atMs: number, random: Random): void {
  const isSlaveNext = gateway.host === `${gateway.name}_Master`;
  gateway.host = `${gateway.name}_${isSlaveNext ? 'Slave' : 'Master'}`;
  gateway.switchAtMs = atMs + (isSlaveNext ? random.between(4, 12) : random.between(90, 240)) * MINUTE_MS;
}
