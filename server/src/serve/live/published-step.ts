import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import type { Catalogue } from '../../core/classify/catalogue.js';
import { describeEvent } from '../../core/classify/describe-event.js';
import type { Step } from '../../store/step.js';

/** A step on its way to the rooms: its events are decoded only when a room needs them, and then once. */
export class PublishedStep {
  private described: TunnelwatchEvent[] | undefined;

  constructor(
    readonly step: Step,
    private readonly catalogue: Catalogue,
  ) {}

  /** The newest events of the commit, oldest first. */
  get events(): readonly TunnelwatchEvent[] {
    this.described ??= this.step.newest.map((stored) => describeEvent(stored, this.catalogue));
    return this.described;
  }
}
