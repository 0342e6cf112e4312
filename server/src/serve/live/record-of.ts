import { ROOM_LIMITS } from '@tunnelwatch/shared/protocol';
import type { PastRecord } from '../../core/past-record.js';
import type { World } from './world.js';

/** The monitor's own state as shown on the screens, for the time machine. @param now epoch ms */
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
