import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import type { InventoryName } from '@tunnelwatch/shared/inventory';
import type { Notification, ToldAlert } from '@tunnelwatch/shared/notification';
import { ruleTitle } from '@tunnelwatch/shared/rule-titles';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { subjectLabel } from '@tunnelwatch/shared/subject-labels';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { alertLink, messageAbout, verdictWords } from './words.js';

/** Active alerts are resent this often, milliseconds: Alertmanager resolves what is not refreshed. */
export const RESEND_MS = 120_000;
/** An alert resolves by itself when it is not refreshed for this long: four times the interval, as Prometheus does. */
const LASTS_MS = 4 * RESEND_MS;

/** One alert in the format of `POST /api/v2/alerts`. */
export interface PostableAlert {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
  /** The page of the alert; left out when its address is not known. */
  generatorURL?: string;
}

/** The entry of the catalogue for a message. */
export type EntryOf = (messageId: number) => CatalogueEntry | undefined;

/** When it is sent, epoch ms, and the URL of the pages: see `alertLink`. */
export interface Telling {
  now: number;
  publicUrl: string | null;
  entryOf: EntryOf;
}

/** A notification as Alertmanager gets it: where labels have changed, the alert with its former ones has ended. */
export function postableOf({ alert, isActive, formerly, at }: Notification, telling: Telling): PostableAlert[] {
  const ended = { ...telling, now: at };
  const told = isActive ? activeOf(alert, telling) : endedOf(alert, ended);
  if (formerly === null) return [told];
  const { severity, priority, news = alert.news } = formerly;
  return [endedOf({ ...alert, severity, priority, news }, ended), told];
}

/** An active alert. */
export function activeOf(alert: ToldAlert, telling: Telling): PostableAlert {
  const { now } = telling;
  return { ...describe(alert, telling), startsAt: iso(alert.openedAt), endsAt: iso(now + LASTS_MS) };
}

/** An alert that has just ended. */
export function endedOf(alert: ToldAlert, telling: Telling): PostableAlert {
  const { now } = telling;
  // It must not end before it began: Alertmanager refuses that.
  const endsAt = iso(Math.max(now, alert.openedAt + 1));
  return { ...describe(alert, telling), startsAt: iso(alert.openedAt), endsAt };
}

type Description = Pick<PostableAlert, 'labels' | 'annotations' | 'generatorURL'>;

function describe(alert: ToldAlert, { publicUrl, entryOf }: Telling): Description {
  const { subject, message, id, messageId, count, members, verdict, inventory } = alert;
  const link = alertLink(publicUrl, id);
  const entry = messageId === null ? undefined : entryOf(messageId);
  return {
    labels: alertLabels(alert, entryOf),
    annotations: {
      summary: visibleText(messageAbout(message, subjectLabel(subject, inventory))),
      ...nameAnnotations(inventory),
      alert: String(id),
      count: String(count),
      ...(verdict === null ? {} : { diagnosis: verdictWords(verdict) }),
      ...(members > 0 ? { members: String(members) } : {}),
      ...(entry === undefined ? {} : { description: descriptionOf(entry) }),
      ...(entry === undefined || publicUrl === null
        ? {}
        : { runbook_url: `${publicUrl}catalogue?id=${String(entry.id)}` }),
    },
    ...(link === null ? {} : { generatorURL: link }),
  };
}

/**
 * Labels identify an alert at Alertmanager, and route it there. Its name is that of the message in the catalogue or of the rule: the
 * text of an alert may come from a log line.
 */
export function alertLabels(alert: ToldAlert, entryOf: EntryOf): Record<string, string> {
  const { rule, severity, priority, subject, messageId, inventory } = alert;
  const entry = messageId === null ? undefined : entryOf(messageId);
  const site = inventory?.site ?? '';
  return {
    alertname: entry?.message.replace(/\.$/, '') ?? ruleTitle(rule),
    rule,
    severity,
    priority,
    class: alert.class,
    ...subjectLabels(subject),
    ...(site === '' ? {} : { site: visibleText(site) }),
    ...occurrenceLabel(alert),
  };
}

function descriptionOf({ explanation, proposedAction, ourAdvice }: CatalogueEntry): string {
  const vendor = proposedAction === null ? [] : [`Vendor recommendation: ${proposedAction}`];
  return [explanation, ...vendor, ...(ourAdvice === null ? [] : [`Advice: ${ourAdvice}`])].join('\n');
}

/**
 * Alertmanager tells of an alert again only when it is another one to it. So what has something new to tell (a Critical that nobody
 * has seen) gets a number: the alert with the former one ends, and one with the new one begins.
 */
function occurrenceLabel({ news }: ToldAlert): Record<string, string> {
  return news > 1 ? { occurrence: String(news) } : {};
}

/** Names are annotations, not labels: an alert is identified by its labels, and a name may change while it is active. */
function nameAnnotations(inventory: InventoryName | null): Record<string, string> {
  if (inventory === null) return {};
  const { name, peer } = inventory;
  const named = { name, ...(peer === '' ? {} : { peer }) };
  return Object.fromEntries(Object.entries(named).map(([key, value]) => [key, visibleText(value)]));
}

/** Alertmanager treats an empty label as absent: an empty matchkey is sent as a pair of quotes. Hidden characters are escaped. */
function subjectLabels(subject: AlertSubject): Record<string, string> {
  const named = (value: string) => (value === '' ? '""' : visibleText(value));
  switch (subject.kind) {
    case 'tunnel':
      return { gateway: named(subject.gateway), matchkey: named(subject.matchkey) };
    case 'interface':
      return { gateway: named(subject.gateway), iface: named(subject.iface) };
    case 'gateway':
      return { gateway: named(subject.gateway) };
    case 'source':
      return { source: named(subject.source) };
    case 'sender':
      return { sender: named(subject.sender) };
    case 'store':
    case 'all':
      return {};
  }
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

/** The address of the API below the configured one, which may have a path (`--web.route-prefix`). */
export function alertsUrl(url: string): string {
  const base = new URL(url);
  base.pathname = `${base.pathname.replace(/\/+$/, '').replace(/\/api\/v2(?:\/alerts)?$/, '')}/api/v2/alerts`;
  return base.href;
}

/** The address of its silences. */
export function silencesUrl(url: string): string {
  return alertsUrl(url).replace(/alerts$/, 'silences');
}
