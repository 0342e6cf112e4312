import type { Silence } from '@tunnelwatch/shared/source-health';
import type { Monitor } from '../core/monitor.js';
import type { IngestOptions } from './ingest-options.js';

/** A source that is shown with its silence. */
interface SilentSource {
  id: number;
  reader: { silence: Silence | null };
}

/** Tells the main thread of the monitor's overall state, when it has changed. */
export class StateTeller {
  private alarmStatus = '';
  private senders = '[]';
  private wasSilent = false;

  constructor(
    private readonly monitor: Monitor,
    private readonly notify: IngestOptions['notify'],
  ) {}

  /** The state of the alarms. @param at epoch ms */
  tellAlarmStatus(at: number): void {
    const alarming = this.monitor.alarmStatus(at);
    const text = JSON.stringify(alarming);
    if (text === this.alarmStatus) return;
    this.alarmStatus = text;
    this.notify('alarming', alarming);
  }

  /** Senders beyond their budget, and blocked ones. */
  tellSenders(): void {
    const reports = this.monitor.senders.reports();
    const text = JSON.stringify(reports);
    if (text === this.senders) return;
    this.senders = text;
    this.notify('senders', reports);
  }

  /** Notes on sources that they are silent, for their report. */
  noteSilences(read: readonly SilentSource[]): void {
    const silences = this.monitor.silences();
    if (silences.size === 0 && !this.wasSilent) return;
    for (const { id, reader } of read) reader.silence = silences.get(id) ?? null;
    this.wasSilent = silences.size > 0;
  }
}
