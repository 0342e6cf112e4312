import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { IANAZone } from 'luxon';
import type { ZoneOffset } from '../../aggregate/zone-offset.js';
import type { Judgement } from './condition.js';

/** The name of the rule. */
export const ZONE_RULE = 'time-zone';

/** Well-known zones, at least one for each offset that is in use somewhere in summer or winter. */
const ZONES: readonly string[] = [
  'Pacific/Honolulu',
  'America/Anchorage',
  'America/Los_Angeles',
  'America/Phoenix',
  'America/Denver',
  'America/Chicago',
  'America/Mexico_City',
  'America/New_York',
  'America/Bogota',
  'America/Halifax',
  'America/Caracas',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Argentina/Buenos_Aires',
  'America/Noronha',
  'Atlantic/Azores',
  'UTC',
  'Europe/London',
  'Europe/Paris',
  'Africa/Lagos',
  'Europe/Helsinki',
  'Africa/Johannesburg',
  'Europe/Istanbul',
  'Africa/Nairobi',
  'Asia/Tehran',
  'Asia/Dubai',
  'Asia/Kabul',
  'Asia/Karachi',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Dhaka',
  'Asia/Yangon',
  'Asia/Bangkok',
  'Asia/Shanghai',
  'Asia/Singapore',
  'Australia/Perth',
  'Australia/Eucla',
  'Asia/Tokyo',
  'Australia/Darwin',
  'Australia/Adelaide',
  'Australia/Brisbane',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Pacific/Noumea',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Tongatapu',
  'Pacific/Kiritimati',
  'Pacific/Marquesas',
];
const MAX_NAMED = 3;

/** What is known of the zone of a gateway's stamps. */
export interface ZoneFacts {
  subject: AlertSubject;
  offset: ZoneOffset | null;
  isRaised: boolean;
}

/** A gateway's stamps are read in a wrong time zone; its events are corrected until the setting is [ALM-45]. */
export function judgeZone({ subject, offset, isRaised }: ZoneFacts, now: number): Judgement {
  if (offset === null) return isRaised ? 'over' : undefined;
  if (isRaised) return undefined;
  const { offsetMs, zone, since } = offset;
  const by = spanOf(Math.abs(offsetMs));
  return {
    rule: ZONE_RULE,
    subject,
    message:
      `Its time stamps are ${by} ${offsetMs > 0 ? 'ahead of' : 'behind'} their arrival: they are read in ${zone} and ` +
      `written in ${zoneWords(zone, offsetMs, now)}. Set timeZone for its source; until then its events are corrected by ${by}`,
    severity: 'warning',
    class: 'monitoring',
    priority: 'high',
    since,
  };
}

/** The zone that stamps are written in, by its offset from UTC and names that have it now, as in `UTC-05:00 (America/New_York)`. */
function zoneWords(zone: string, offsetMs: number, now: number): string {
  const minutes = IANAZone.create(zone).offset(now) + offsetMs / MINUTE_MS;
  const size = Math.abs(minutes);
  const digits = (value: number) => String(value).padStart(2, '0');
  const offset = `UTC${minutes < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}:${digits(size % 60)}`;
  const names = ZONES.filter((name) => IANAZone.create(name).offset(now) === minutes).slice(0, MAX_NAMED);
  return names.length === 0 ? offset : `${offset} (${names.join(', ')})`;
}

function spanOf(ms: number): string {
  const hours = Math.floor(ms / HOUR_MS);
  const minutes = Math.round((ms % HOUR_MS) / MINUTE_MS);
  if (hours === 0) return `${String(minutes)} min`;
  return minutes === 0 ? `${String(hours)} h` : `${String(hours)} h ${String(minutes)} min`;
}
