import { ROOM_LIMITS } from '@tunnelwatch/shared/protocol';
import type { PastRecord } from '../../core/past-record.js';
import type { World } from './world.js';

/** What the screens show of the monitor itself, as the time machine keeps it. @param now epoch ms */
export function recordOf(world: World, now: number): PastRecord {
  const shown = [...world.model.gateways.keys()].slice(0, ROOM_LIMITS.gateways);
  return {
    status: world.status(now),
    gateways: shown.flatMap((gateway) => {
      const life = world.gatewayLife(gateway);
      return life === undefined ? [] : [[gateway, { ...life, members: [...life.members] }]];
    }),
  };
}
