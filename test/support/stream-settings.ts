import type { StreamSettings } from '@tunnelwatch/server/cluster/stream/input-stream';

/** Settings with small sizes. */
export function streamSettings(
  servers: readonly string[],
  name: string,
  more: Partial<StreamSettings> = {},
): StreamSettings {
  return {
    name,
    servers,
    replicas: servers.length === 1 ? 1 : 3,
    maxBytes: 64 * 1024 * 1024,
    maxAgeMs: 0,
    duplicateWindowMs: 120_000,
    ...more,
  };
}
