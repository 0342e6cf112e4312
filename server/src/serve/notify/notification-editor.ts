import type { Actor } from '@tunnelwatch/shared/actor';
import { iso, isoOrNull } from '@tunnelwatch/shared/iso-time';
import {
  type apiChannelSettingsSchema,
  type ChannelFields,
  type ChannelKind,
  NOTIFICATION_LIMITS,
  type RouteFields,
  type routeListSchema,
} from '@tunnelwatch/shared/notification-settings';
import type { z } from 'zod';
import { CHANNEL_EXPECTS, madeChannelSchema, shownFields } from '../../config/channel-schema.js';
import { channelSecretFault, type SecretFault } from '../../config/channel-secret.js';
import { type Expected, formatFault, issueFaults } from '../../config/issue-faults.js';
import { KeptSecret } from '../../config/kept-secret.js';
import { withoutCredentials } from '../../config/logged-settings.js';
import { madeRoutesSchema, ROUTE_EXPECTS, routeFields } from '../../config/route-schema.js';
import type { StoredChannel } from '../people/channel-table.js';
import type { People } from '../people/people.js';
import { inTransaction } from '../people/people-database.js';
import { note, type Outcome, type PeopleStore, type Refusal } from '../people/people-store.js';
import {
  asideNotes,
  mergeNotifications,
  type MergedNotifications,
  type NotificationSettings,
} from './merged-notifications.js';

/** A channel and the list of routes as HTTP returns them. */
export type ShownChannel = z.input<typeof apiChannelSettingsSchema>;
export type ShownRoutes = z.input<typeof routeListSchema>;

/** The secret of a request: absent to keep the one that is set, null to remove it. */
type SecretWish = string | null | undefined;

export interface EditorParts {
  people: Pick<People, 'store' | 'changed' | 'whyUnchangeable'>;
  /** What the configuration says. */
  file: NotificationSettings;
  /** Has other channels and routes in force from now on; says what has changed. */
  apply: (settings: NotificationSettings) => string[];
}

/**
 * The channels and routes of the configuration, and those that admins make in the browser: it checks, stores and audits
 * changes of these, and has what results in force at once. A secret goes in and never comes out.
 */
export class NotificationEditor {
  private file: NotificationSettings;
  private merged: MergedNotifications;

  constructor(private readonly parts: EditorParts) {
    this.file = parts.file;
    this.merged = mergeNotifications(this.file, this.store);
  }

  private get store(): PeopleStore {
    return this.parts.people.store;
  }

  /** The configuration was read again. @returns what has changed, in words; empty when nothing has */
  takeFile(file: NotificationSettings): string[] {
    const before = this.merged;
    this.file = file;
    const changes = this.inForce();
    return [...changes, ...asideNotes(before, this.merged, file.routes.length)];
  }

  /** Another node of the cluster has changed channels or routes: these are in force here too. */
  takeStored(): void {
    this.inForce();
  }

  /** What made in the browser is not in force, in words. */
  asideNotes(): string[] {
    return asideNotes(undefined, this.merged, this.file.routes.length);
  }

  /** All channels, those of the configuration first. */
  channels(): ShownChannel[] {
    const ofFile = this.file.notifications.map((settings) => ({
      ...shownFields(settings),
      ...OF_FILE,
      hasSecret: settings.secretFile !== null,
    }));
    return [...ofFile, ...this.store.channels.list().map((channel) => this.shown(channel))];
  }

  /** All routes in the order in which they are tried. */
  routes(): ShownRoutes {
    const { routes, version, updatedAt, updatedBy } = this.store.routes.get();
    const { missing } = this.merged;
    return {
      items: [
        ...this.file.routes.map((route) => ({ ...routeFields(route), origin: 'file' as const, missing: [] })),
        ...routes.map((route, at) => ({ ...route, origin: 'browser' as const, missing: [...(missing[at] ?? [])] })),
      ],
      nextCursor: null,
      version,
      updatedAt: isoOrNull(updatedAt),
      updatedBy,
    };
  }

  /** Adds a channel. @param given its keys, not checked yet */
  addChannel(given: unknown, secret: SecretWish, by: Actor): Outcome<ShownChannel> {
    const made = this.checked(given, secret, null);
    if (!made.ok) return made;
    return this.change(() => {
      const { channels, clock } = this.store;
      if (channels.list().length >= NOTIFICATION_LIMITS.channels) {
        return conflict(`there are ${String(NOTIFICATION_LIMITS.channels)} channels already: delete some first`);
      }
      const channel = { ...made.value, version: 1, updatedAt: clock(), updatedBy: by.name };
      const id = channels.add(channel);
      note(this.store, by, 'channelAdded', { target: `channel ${channel.fields.name}`, after: audited(channel) });
      return { ok: true, value: { ...channel, id } };
    });
  }

  /** Replaces a channel. @param version the one that the author saw */
  changeChannel(
    { id, version }: { id: number; version: number },
    given: unknown,
    secret: SecretWish,
    by: Actor,
  ): Outcome<ShownChannel> {
    const before = this.current(id, version);
    if (!before.ok) return before;
    const made = this.checked(given, secret, before.value);
    if (!made.ok) return made;
    return this.change(() => {
      const { channels, clock } = this.store;
      const channel = { ...made.value, id, version: version + 1, updatedAt: clock(), updatedBy: by.name };
      channels.update(channel);
      note(this.store, by, 'channelChanged', {
        target: `channel ${before.value.fields.name}`,
        before: audited(before.value),
        after: audited(channel),
      });
      return { ok: true, value: channel };
    });
  }

  /** Deletes a channel that no route leads to; what waits for it is abandoned. */
  removeChannel({ id, version }: { id: number; version: number }, by: Actor): Outcome<null> {
    const found = this.current(id, version);
    if (!found.ok) return found;
    const { fields } = found.value;
    const inUse = this.inUse(fields.name);
    if (inUse !== undefined) return inUse;
    const removed = this.change(() => {
      this.store.channels.remove(id);
      note(this.store, by, 'channelRemoved', { target: `channel ${fields.name}`, before: audited(found.value) });
      return { ok: true, value: found.value };
    });
    return removed.ok ? { ok: true, value: null } : removed;
  }

  /** Replaces all routes that were made in the browser. @param given not checked yet */
  setRoutes(version: number, given: unknown, by: Actor): Outcome<ShownRoutes> {
    const refused = this.refusal();
    if (refused !== undefined) return refused;
    const before = this.store.routes.get();
    if (before.version !== version) {
      return stale(`the routes were changed by ${before.updatedBy ?? 'somebody else'} meanwhile`, this.routes());
    }
    const names = [
      ...this.file.notifications.map(({ name }) => name),
      ...this.store.channels.list().map(({ fields }) => fields.name),
    ];
    // What a route lost, since the configuration has it no more, keeps nobody from changing others.
    const lost = before.routes.flatMap(({ channels }) => channels).filter((name) => !names.includes(name));
    const parsed = parse(madeRoutesSchema(names, lost), { routes: given }, ROUTES_EXPECTED);
    if (!parsed.ok) return parsed;
    const { routes } = parsed.value;
    inTransaction(this.store.database, () => {
      this.store.routes.set({ routes, version: version + 1, updatedAt: this.store.clock(), updatedBy: by.name });
      note(this.store, by, 'routesChanged', {
        target: 'notification routes',
        ...changedRoutes(before.routes, routes, this.file.routes.length),
      });
    });
    this.settle();
    return { ok: true, value: this.routes() };
  }

  /** What a channel becomes by a request; with `before` the secret that is set may stay. */
  private checked(
    given: unknown,
    wish: SecretWish,
    before: StoredChannel | null,
  ): Outcome<Pick<StoredChannel, 'fields' | 'secret'>> {
    const refused = this.refusal();
    if (refused !== undefined) return refused;
    const hasSecret = wish === undefined ? before !== null && before.secret !== null : wish !== null;
    const parsed = parse(madeChannelSchema(hasSecret), given, CHANNEL_EXPECTED);
    if (!parsed.ok) return parsed;
    const fields = withoutUndefined(parsed.value);
    const taken = this.taken(fields.name, before);
    if (taken !== undefined) return taken;
    const secret = newSecret(fields, wish, before, this.store.clock());
    return secret.ok ? { ok: true, value: { fields, secret: secret.value } } : secret;
  }

  /** Why a channel cannot have a name; undefined if it can. */
  private taken(name: string, before: StoredChannel | null): Refusal | undefined {
    const isNew = name !== before?.fields.name;
    if (isNew && this.file.notifications.some((channel) => channel.name === name)) {
      return conflict(`the configuration file has a channel ${name}: choose another name`);
    }
    const isTaken = this.store.channels.list().some(({ id, fields }) => fields.name === name && id !== before?.id);
    if (isTaken) return conflict(`there is a channel ${name} already: choose another name`);
    return isNew && before !== null ? this.inUse(before.fields.name) : undefined;
  }

  /** Why a name must not go; undefined when it may, as when the configuration has a channel of that name too. */
  private inUse(name: string): Refusal | undefined {
    if (this.merged.channelsAside.has(name)) return undefined;
    const first = this.file.routes.length + 1;
    const numbers = this.store.routes
      .get()
      .routes.flatMap(({ channels }, at) => (channels.includes(name) ? String(first + at) : []));
    if (numbers.length === 0) return undefined;
    const [which, lead] = numbers.length === 1 ? ['route', 'leads'] : ['routes', 'lead'];
    return conflict(`${which} ${numbers.join(', ')} ${lead} to ${name}: change or delete that first`);
  }

  private current(id: number, version: number): Outcome<StoredChannel> {
    const refused = this.refusal();
    if (refused !== undefined) return refused;
    const channel = this.store.channels.find(id);
    if (channel === undefined)
      return { ok: false, status: 404, code: 'not-found', detail: `no such channel: ${String(id)}` };
    if (channel.version === version) return { ok: true, value: channel };
    return stale(`the channel was changed by ${channel.updatedBy} meanwhile`, this.shown(channel));
  }

  /** Changes that would be lost with the process are refused. */
  private refusal(): Refusal | undefined {
    const detail = this.parts.people.whyUnchangeable;
    return detail === null ? undefined : { ok: false, status: 503, code: 'store-unavailable', detail };
  }

  private change(act: () => Outcome<StoredChannel>): Outcome<ShownChannel> {
    const outcome = inTransaction(this.store.database, act);
    if (!outcome.ok) return outcome;
    this.settle();
    return { ok: true, value: this.shown(outcome.value) };
  }

  /** Something was stored: it is in force, and in the audit trail. */
  private settle(): void {
    this.inForce();
    this.parts.people.changed();
  }

  private inForce(): string[] {
    this.merged = mergeNotifications(this.file, this.store);
    return this.parts.apply(this.merged.settings);
  }

  private shown({ id, fields, secret, version, updatedAt, updatedBy }: StoredChannel): ShownChannel {
    return {
      ...fields,
      origin: 'browser',
      id,
      version,
      updatedAt: iso(updatedAt),
      updatedBy,
      hasSecret: secret !== null,
      secretSetAt: isoOrNull(secret?.setAt ?? null),
      isSetAside: this.merged.channelsAside.has(fields.name),
    };
  }
}

/** What is not known of a channel of the configuration. */
const OF_FILE = {
  origin: 'file',
  id: null,
  version: null,
  updatedAt: null,
  updatedBy: null,
  secretSetAt: null,
  isSetAside: false,
} as const;

const CHANNEL_EXPECTED: Expected = { keys: withoutFile(CHANNEL_EXPECTS), whole: 'a channel' };
const ROUTES_EXPECTED: Expected = { keys: ROUTE_EXPECTS, whole: 'a list of routes' };

/** Nobody names a file in the browser, so no message suggests it. */
function withoutFile({ secretFile: _, ...keys }: typeof CHANNEL_EXPECTS): Readonly<Record<string, string>> {
  return keys;
}

function parse<Value>(schema: z.ZodType<Value>, given: unknown, expected: Expected): Outcome<Value> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [fault] = parsed.error.issues.flatMap((issue) => issueFaults(issue, given, expected));
  return invalid(fault === undefined ? 'invalid input' : formatFault(fault));
}

/** Keys that are not set are not stored. */
function withoutUndefined(fields: ChannelFields): ChannelFields {
  const { name, kind } = fields;
  return { ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)), name, kind };
}

const SECRET_FAULTS: Readonly<Record<SecretFault, string>> = {
  empty: 'it is empty; enter the secret',
  lines: 'it has several lines; enter the secret on one line',
  noUrl: 'it is no URL; enter the URL of the incoming webhook',
};

/** The secret that a channel has then. One that is set goes nowhere but where it was meant for. */
function newSecret(
  fields: ChannelFields,
  wish: SecretWish,
  before: StoredChannel | null,
  now: number,
): Outcome<KeptSecret | null> {
  if (wish === null) return { ok: true, value: null };
  if (wish === undefined) {
    const kept = before?.secret ?? null;
    if (before === null || kept === null || receiverOf(before.fields) === receiverOf(fields))
      return { ok: true, value: kept };
    return invalid('secret: enter it again, since kind, host or proxy of the channel have changed');
  }
  const fault = channelSecretFault(fields.kind, wish);
  return fault === undefined
    ? { ok: true, value: new KeptSecret(wish.trim(), now) }
    : invalid(`secret: ${SECRET_FAULTS[fault]}`);
}

/** Whom a secret is sent to. */
function receiverOf({
  kind,
  url,
  proxy = '',
}: {
  kind: ChannelKind;
  url?: string | undefined;
  proxy?: string | undefined;
}) {
  if (url === undefined) return [kind, proxy].join(' ');
  const { protocol, host } = new URL(url);
  return [kind, proxy, protocol, host].join(' ');
}

/** A channel as the audit trail has it: without its secret, and without what in an address may be one. */
function audited({ fields, secret }: Pick<StoredChannel, 'fields' | 'secret'>): Record<string, unknown> {
  const { url, ...others } = fields;
  return {
    ...others,
    ...(url === undefined ? {} : { url: withoutCredentials(url) }),
    secretSetAt: secret?.setAt ?? null,
  };
}

/** The routes that differ, by their number on the page. */
function changedRoutes(
  before: readonly RouteFields[],
  after: readonly RouteFields[],
  ofFile: number,
): { before: Record<string, unknown>; after: Record<string, unknown> } {
  const isSame = (at: number) => JSON.stringify(before[at]) === JSON.stringify(after[at]);
  const changed = (routes: readonly RouteFields[]) =>
    Object.fromEntries(
      routes.flatMap((route, at) => (isSame(at) ? [] : [[`route ${String(ofFile + at + 1)}`, { ...route }]])),
    );
  return { before: changed(before), after: changed(after) };
}

function invalid(detail: string): Refusal {
  return { ok: false, status: 400, code: 'bad-request', detail };
}

function conflict(detail: string): Refusal {
  return { ok: false, status: 409, code: 'wrong-state', detail };
}

function stale(detail: string, current: unknown): Refusal {
  return { ok: false, status: 409, code: 'stale-version', detail: `${detail}: look at it and try again`, current };
}
