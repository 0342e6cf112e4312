import type { ZoneReader } from '../../core/decode/clock-zone.js';
import { Recipes } from '../lines/fast-path.js';
import type { SourceReading } from '../lines/ingest.js';

/** Senders whose way of writing is remembered; forged addresses must not grow it without end. */
const MOST_PEERS = 1024;

/** How lines of each sender of a listener are read: a line that names no gateway is that of the setting, or its sender's. */
export class PeerReadings {
  private readonly readings = new Map<string, SourceReading>();

  constructor(
    private readonly zone: ZoneReader,
    private readonly gateway: string | null,
  ) {}

  /** @param peer the sender's address */
  of(peer: string): SourceReading {
    const gatewayHint = this.gateway ?? peer;
    const known = this.readings.get(gatewayHint);
    if (known !== undefined) return known;
    const oldest = this.readings.size < MOST_PEERS ? undefined : this.readings.keys().next().value;
    if (oldest !== undefined) this.readings.delete(oldest);
    const reading: SourceReading = { zone: this.zone, gatewayHint, recipes: new Recipes() };
    this.readings.set(gatewayHint, reading);
    return reading;
  }
}
