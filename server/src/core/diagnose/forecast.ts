import { type Forecast, LAST_NUMBER } from '@tunnelwatch/shared/sa-course';
import type { CounterGauge } from './counter-gauge.js';

/**
 * When a 32-bit counter is exhausted at a constant rate; undefined without a rate. Worked example: 10,000 packets
 * a second from 1 on are exhausted after 119 hours. Show "unless extended sequence numbers are in use" beside it.
 * @param seqno the counter value; an exhausted one has no forecast
 * @param seenAt epoch ms
 */
export function forecastEnd(
  counter: Forecast['counter'],
  gauge: CounterGauge,
  seqno: number,
  seenAt: number,
): Forecast | undefined {
  const rate = gauge.overall();
  if (rate === undefined || seqno >= LAST_NUMBER || seqno < 0) return undefined;
  const endAt = (perSecond: number) => seenAt + ((LAST_NUMBER - seqno) / perSecond) * 1000;
  const { packetsPerSecond, slowest, fastest } = rate;
  return {
    counter,
    at: endAt(packetsPerSecond),
    earliest: endAt(fastest),
    latest: endAt(Math.max(slowest, packetsPerSecond / 100)),
    seqno: String(Math.round(seqno)),
    seenAt,
    packetsPerSecond,
  };
}
