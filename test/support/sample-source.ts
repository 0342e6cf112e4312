import type { ListenerHealth, SourceHealth } from '@tunnelwatch/shared/source-health';

/** A source that is well and read to its end; the test names what matters to it. */
export function sampleSource(part: Partial<SourceHealth> = {}): SourceHealth {
  return {
    id: 1,
    kind: 'file',
    name: '/var/log/gateways/gw1.log',
    state: 'idle',
    offset: 100,
    size: 100,
    lagBytes: 0,
    lagMs: 0,
    counts: {
      lines: 0,
      events: 0,
      unknown: 0,
      other: 0,
      unreadable: 0,
      empty: 0,
      cut: 0,
      slow: 0,
      timeUnknown: 0,
      gatewayUnknown: 0,
    },
    otherByCategory: {},
    unknownById: {},
    unreadableByReason: {},
    unreadableSamples: [],
    unknownSamples: [],
    doubtSamples: [],
    linesPerSecond: 0,
    bytesPerSecond: 0,
    silence: null,
    listener: null,
    lostBytes: 0,
    lastArrival: null,
    lastTime: null,
    lastLine: null,
    skewMs: null,
    rotations: 0,
    truncations: 0,
    lastError: null,
    pastError: null,
    ...part,
  };
}

/** A listener for UDP that has lost nothing. */
export function sampleListener(part: Partial<ListenerHealth> = {}): ListenerHealth {
  return {
    protocol: 'udp',
    connections: 0,
    waitingConnections: 0,
    certificate: null,
    refusedConnections: 0,
    overLimitConnections: 0,
    claims: 0,
    lastClaim: null,
    refusedSenders: 0,
    lastRefusedSender: null,
    badFrames: 0,
    repeated: 0,
    kernelDrops: 0,
    queueDrops: 0,
    receiveBufferBytes: 8_388_608,
    ...part,
  };
}
