import type { SourceRecord } from '../aggregate/source-tally.js';
import { type ZoneReader, zoneReader } from '../decode/clock-zone.js';
import { formatOf, type LineFormat } from '../decode/line-format.js';
import type { LineSender } from '../senders/sender-record.js';
import { TemplateCache } from './fast-path.js';
import type { LineAge } from './line-age.js';
import { type BindingSettings, openBinding, type SenderBinding } from './sender-binding.js';

/** How the lines of a file, or of one sender, are read: all that another machine needs to read them alike. */
export interface OriginSettings {
  /** Gateway of lines that name none. */
  gatewayHint: string;
  /** True where the hint is only a guess, such as the name of a file: lines that name none are counted as such. */
  isHintGuessed: boolean;
  /** The zone of stamps without one, an IANA name. */
  timeZone: string;
  /** The pattern that the settings of the source give; null without one. */
  format: string | null;
  /** True for a file that is read once: its lines are no signs of life of their gateways. */
  isReadOnce: boolean;
  /** Whose budget new names are of; null where they have none, as in a file that somebody reads in. */
  sender: LineSender | null;
  /** Which gateways its sender may name; null for any. */
  binding: BindingSettings | null;
}

/** Where lines come from, and how they are read. */
export interface LineOrigin {
  source: SourceRecord;
  zone: ZoneReader;
  gatewayHint: string;
  format?: LineFormat | undefined;
  /** What its lines have taught; begins empty. */
  recipes: TemplateCache;
  isHintGuessed: boolean;
  isReadOnce: boolean;
  binding?: SenderBinding | undefined;
  sender?: LineSender | undefined;
  /** How new its next lines are; the reader sets it. */
  age: LineAge;
  /** Receiver's time of its last event, epoch ms; a gateway's own clock may be years off and says nothing of the lines behind it. */
  lastTime?: number;
  /** What it was opened with, for a machine that sends the lines on. */
  settings?: OriginSettings;
}

/** What origins that are read alike have in common: each would take its own memory, and learn anew. */
export interface SharedReading {
  zone: ZoneReader;
  format: LineFormat | undefined;
  recipes?: TemplateCache;
}

/** The zone and the format of lines. @throws Error when one of them is not valid after all */
export function sharedReading({ timeZone, format }: Pick<OriginSettings, 'timeZone' | 'format'>): SharedReading {
  return { zone: zoneReader(timeZone), format: formatOf(format) };
}

/** The origin of lines that are read by some settings. */
export function openOrigin(
  source: SourceRecord,
  settings: Omit<OriginSettings, 'timeZone'>,
  { zone, format, recipes = new TemplateCache() }: SharedReading,
): LineOrigin {
  const { gatewayHint, isHintGuessed, isReadOnce, sender, binding } = settings;
  return {
    source,
    zone,
    gatewayHint,
    format,
    recipes,
    isHintGuessed,
    isReadOnce,
    binding: binding === null ? undefined : openBinding(binding),
    sender: sender ?? undefined,
    age: 'history',
    // By its name here: the system's zone is another one elsewhere.
    settings: { ...settings, timeZone: zone.zoneName },
  };
}
