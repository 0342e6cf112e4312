import type { SenderReport } from '@tunnelwatch/shared/sender';
import { newSender, type SenderRecord } from '../../core/senders/sender-record.js';
import type { LineIntake } from '../source/line-intake.js';

type BlockedList = LineIntake['senders'];

/** Which senders are blocked, as the nodes tell a collector, and what it discards of theirs. */
export class RemoteBlocks implements BlockedList {
  blockChanges = 0;
  private records: readonly SenderRecord[] = [];
  private told = '';
  private discarded = new Map<string, number>();

  blocks(): SenderRecord[] {
    return [...this.records];
  }

  noteDiscarded({ sender }: SenderRecord, count: number): void {
    this.discarded.set(sender, (this.discarded.get(sender) ?? 0) + count);
  }

  /** Takes what a node tells; true when it is something else than before. */
  set(blocks: readonly SenderReport[]): boolean {
    const names = blocks.map(({ sender }) => sender).sort();
    const text = names.join('\n');
    if (text === this.told) return false;
    this.told = text;
    this.records = names.map((sender) => newSender(sender, 'address'));
    this.blockChanges += 1;
    return true;
  }

  /** What was discarded since the last call. */
  takeDiscarded(): { sender: string; count: number }[] {
    const taken = Array.from(this.discarded, ([sender, count]) => ({ sender, count }));
    this.discarded = new Map();
    return taken;
  }
}
