import { isInNetwork, type Network, parseNetwork } from '@tunnelwatch/shared/network';
import type { SenderRecord } from '../../../core/senders/sender-record.js';
import type { LineIntake } from '../line-intake.js';

/** Senders whose answer is remembered; forged addresses must not grow it without bound. */
const MAX_REMEMBERED = 4096;

/** Which senders an administrator has cut off; what they send is counted and not read [TAIL-52]. */
export class BlockedSenders {
  private readonly remembered = new Map<string, SenderRecord | null>();
  private blocks: { network: Network; record: SenderRecord }[] = [];
  private seen = -1;

  constructor(
    private readonly senders: LineIntake['senders'],
    private readonly clock: () => number,
  ) {}

  /** True when what a sender sends is to be discarded, which counts it. @param peer its plain address */
  discards(peer: string): boolean {
    const record = this.recordOf(peer);
    if (record === null) return false;
    this.senders.noteDiscarded(record, 1, this.clock());
    return true;
  }

  private recordOf(peer: string): SenderRecord | null {
    if (this.seen !== this.senders.blockChanges) this.read();
    if (this.blocks.length === 0) return null;
    const known = this.remembered.get(peer);
    if (known !== undefined) return known;
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
    const found = this.blocks.find(({ network }) => isInNetwork(peer, network))?.record ?? null;
    this.remembered.set(peer, found);
    return found;
  }

  private read(): void {
    this.seen = this.senders.blockChanges;
    this.remembered.clear();
    this.blocks = this.senders.blocks().flatMap((record) => {
      const network = parseNetwork(record.sender);
      return network === undefined ? [] : [{ network, record }];
    });
  }
}
