import type { InventoryName } from '@tunnelwatch/shared/inventory';
import type { Notification, ToldAlert } from '@tunnelwatch/shared/notification';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { subjectLabel } from '@tunnelwatch/shared/subject-labels';
import { alertLink, verdictWords } from './words.js';

/** What lasts is told again this often, milliseconds: Alertmanager forgets what it does not hear of. */
export const RESEND_MS = 120_000;
/** An alert ends by itself when it was not told again for so long: four times the interval, as Prometheus does. */
const LASTS_MS = 4 * RESEND_MS;

/** One alert as `POST /api/v2/alerts` takes it. */
export interface PostableAlert {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
  /** The page of the alert; left out where its address is not known. */
  generatorURL?: string;
}

/** When it is told, epoch ms, and where people open the pages: see `alertLink`. */
export interface Telling {
  now: number;
  publicUrl: string | null;
}

/** What a notification says to Alertmanager: where labels have changed, the alert under its former ones has ended. */
export function postableOf({ alert, isActive, formerly, at }: Notification, telling: Telling): PostableAlert[] {
  const ended = { ...telling, now: at };
  const told = isActive ? activeOf(alert, telling) : endedOf(alert, ended);
  if (formerly === null) return [told];
  return [endedOf({ ...alert, ...formerly }, ended), told];
}

/** An alert that lasts. */
export function activeOf(alert: ToldAlert, { now, publicUrl }: Telling): PostableAlert {
  return { ...describe(alert, publicUrl), startsAt: iso(alert.openedAt), endsAt: iso(now + LASTS_MS) };
}

/** An alert that has ended now. */
export function endedOf(alert: ToldAlert, { now, publicUrl }: Telling): PostableAlert {
  // It never ends before it began: Alertmanager refuses that.
  const endsAt = iso(Math.max(now, alert.openedAt + 1));
  return { ...describe(alert, publicUrl), startsAt: iso(alert.openedAt), endsAt };
}

type Description = Pick<PostableAlert, 'labels' | 'annotations' | 'generatorURL'>;

function describe(alert: ToldAlert, publicUrl: string | null): Description {
  const { rule, severity, priority, subject, message, id, count, members, verdict, inventory } = alert;
  const link = alertLink(publicUrl, id);
  return {
    labels: { alertname: rule, severity, priority, class: alert.class, ...subjectLabels(subject) },
    annotations: {
      summary: `${message}: ${subjectLabel(subject, inventory)}`,
      ...nameAnnotations(inventory),
      alert: String(id),
      count: String(count),
      ...(verdict === null ? {} : { diagnosis: verdictWords(verdict) }),
      ...(members > 0 ? { members: String(members) } : {}),
    },
    ...(link === null ? {} : { generatorURL: link }),
  };
}

/** Names are annotations and no labels: an alert is known by its labels, and a name may change while it lasts. */
function nameAnnotations(inventory: InventoryName | null): Record<string, string> {
  if (inventory === null) return {};
  const { name, site, peer } = inventory;
  return { name, ...(site === '' ? {} : { site }), ...(peer === '' ? {} : { peer }) };
}

/** Alertmanager takes an empty label for one that is not there: an empty matchkey stands as a pair of quotes. */
function subjectLabels(subject: AlertSubject): Record<string, string> {
  const named = (value: string) => (value === '' ? '""' : value);
  switch (subject.kind) {
    case 'tunnel':
      return { gateway: named(subject.gateway), matchkey: named(subject.matchkey) };
    case 'interface':
      return { gateway: named(subject.gateway), iface: named(subject.iface) };
    case 'gateway':
      return { gateway: named(subject.gateway) };
    case 'source':
      return { source: named(subject.source) };
    case 'store':
    case 'all':
      return {};
  }
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

/** The address of the API below the one that is configured, which may have a path (`--web.route-prefix`). */
export function alertsUrl(url: string): string {
  const base = new URL(url);
  base.pathname = `${base.pathname.replace(/\/+$/, '').replace(/\/api\/v2(?:\/alerts)?$/, '')}/api/v2/alerts`;
  return base.href;
}
