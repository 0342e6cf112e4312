import type { NotificationSettings } from '@tunnelwatch/server/serve/notify/merged-notifications';
import { NotificationEditor } from '@tunnelwatch/server/serve/notify/notification-editor';
import { inTransaction } from '@tunnelwatch/server/serve/people/people-database';
import { openPeople, type PeopleStore, waitingNotes } from '@tunnelwatch/server/serve/people/people-store';
import { NOTIFICATION_LIMITS, type RouteFields } from '@tunnelwatch/shared/notification-settings';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { TESTER } from '../../support/known-people.js';
import { channelOf } from '../../support/made-alerts.js';
import { tempFolders } from '../../support/temp-folder.js';

const tempFolder = tempFolders();

const SECRET = 'between the two of us';
const WEBHOOK = { name: 'noc', kind: 'webhook', url: 'https://noc.example/hook?x=1', minPriority: 'high' };
const CHAT = { name: 'chat', kind: 'slack' };
const HOOK = 'https://chat.example/services/T0/xyz';

let store: PeopleStore;
let editor: NotificationEditor;
/** What was in force, the newest last. */
let applied: NotificationSettings[];
let now: number;

beforeEach(() => {
  store = openPeople(tempFolder(), { clock: () => now });
  onTestFinished(() => store.database.close());
  applied = [];
  now = 1_800_000_000_000;
  editor = editorOf(configured());
});

function configured(part: Partial<NotificationSettings> = {}): NotificationSettings {
  return { notifications: [], routes: [], publicUrl: null, timeZone: 'Europe/Vienna', demo: false, ...part };
}

function editorOf(file: NotificationSettings): NotificationEditor {
  return new NotificationEditor({
    people: { store, changed: () => undefined, whyUnchangeable: null },
    file,
    apply: (settings) => {
      applied.push(settings);
      return [];
    },
  });
}

function add(fields: Record<string, unknown> = WEBHOOK, secret: string | undefined = SECRET) {
  const added = editor.addChannel(fields, secret, TESTER);
  if (!added.ok) throw new Error(added.detail);
  return added.value;
}

/** How the notifier gets the channels and routes that are in force. */
const inForce = () => ({
  channels: applied.at(-1)?.notifications.map(({ name, secret }) => [name, secret?.reveal() ?? null]),
  routes: applied.at(-1)?.routes.map(({ channels }) => channels),
});

const setRoutes = (version: number, routes: unknown) => editor.setRoutes(version, routes, TESTER);
const notes = () => waitingNotes(store).map(({ note }) => note);

describe('[ALM-110] channels and routes that are made in the browser', () => {
  it('have the keys of the configuration, are in force at once and after a restart, and stand behind those of the file', () => {
    add({ ...WEBHOOK, gapSeconds: 2, proxy: 'http://proxy.example:3128', on: ['opened'], classes: ['routing'] });
    const route = { channels: ['noc'], hours: '22:00-6:00', days: ['mon-fri'], escalateAfterMinutes: 5 };
    expect(setRoutes(0, [route])).toMatchObject({ ok: true, value: { version: 1 } });
    expect(inForce()).toEqual({ channels: [['noc', SECRET]], routes: [['noc']] });
    expect(applied.at(-1)?.notifications[0]).toMatchObject({
      pace: { gapMs: 2000 },
      on: ['opened'],
      allowPrivate: false,
    });
    expect(applied.at(-1)?.routes[0]).toMatchObject({
      hours: { from: 1320, until: 360 },
      days: [1, 2, 3, 4, 5],
      timeZone: 'Europe/Vienna',
      escalateAfterMs: 300_000,
    });
    const ofFile = channelOf({ name: 'pager', url: 'https://events.example/a-secret-path', secretFile: '/s', to: [] });
    editor = editorOf(configured({ notifications: [ofFile], routes: applied.at(-1)?.routes ?? [] }));
    expect(editor.channels().map(({ name, origin, url }) => [name, origin, url])).toEqual([
      ['pager', 'file', 'https://events.example/…'],
      ['noc', 'browser', WEBHOOK.url],
    ]);
    expect(editor.routes().items).toEqual([
      {
        channels: ['noc'],
        hours: '22:00-06:00',
        days: ['mon', 'tue', 'wed', 'thu', 'fri'],
        timeZone: 'Europe/Vienna',
        escalateAfterMinutes: 5,
        origin: 'file',
        missing: [],
      },
      { ...route, origin: 'browser', missing: [] },
    ]);
  });

  it.each<[Record<string, unknown>, string | undefined, string]>([
    [{ ...WEBHOOK, name: 'a b' }, SECRET, 'name: "a b" is not valid; expected a name of 1 to 64 letters'],
    [{ ...WEBHOOK, kind: 'pager' }, SECRET, 'kind: "pager" is not valid; did you mean pagerduty?'],
    [{ ...WEBHOOK, url: 'https://a:b@noc.example' }, SECRET, 'without user and password'],
    [{ ...WEBHOOK, url: 'smtp://noc.example' }, SECRET, 'url: is not valid for webhook; expected http://'],
    [{ ...WEBHOOK, url: undefined }, SECRET, 'url: is required for webhook'],
    [WEBHOOK, undefined, 'secret: is required for webhook'],
    [WEBHOOK, 'two\nlines', 'secret: it has several lines; enter the secret on one line'],
    [CHAT, 'no address', 'secret: it is no URL; enter the URL of the incoming webhook'],
    [{ ...CHAT, url: HOOK }, HOOK, 'url: is not allowed for slack; enter the URL as the secret'],
    [{ ...CHAT, title: '{priorty}' }, HOOK, 'title: {priorty} is no field of a notification; did you mean priority?'],
    [{ ...WEBHOOK, clases: ['policy'] }, SECRET, 'clases: unknown key; did you mean classes?'],
    [{ ...WEBHOOK, proxy: 'http://me:hunter2@proxy.example' }, SECRET, 'proxy: must have no user and password'],
    [{ ...WEBHOOK, lowerPerMinute: 0 }, SECRET, 'lowerPerMinute: 0 is not valid; expected a whole number'],
  ])('are refused as those of the configuration: %j', (fields, secret, words) => {
    const refused = editor.addChannel(fields, secret, TESTER);
    expect(refused).toMatchObject({ status: 400, detail: expect.stringContaining(words) });
    expect(JSON.stringify(refused)).not.toContain('hunter2');
    expect(editor.channels()).toEqual([]);
  });

  it.each<[unknown, string]>([
    [[{ channels: ['nok'] }], 'routes[0].channels[0]: there is no channel "nok"; did you mean noc?'],
    [
      [{ channels: ['noc'] }, { channels: ['noc'], hours: '25:00-26:00' }],
      'routes[1].hours: "25:00-26:00" is not valid',
    ],
    [[{ channels: ['noc'], timeZone: 'Vienna' }], 'routes[0].timeZone: "Vienna" is not valid; expected an IANA'],
    [[{ channels: ['noc'], gateway: 'x' }], 'routes[0].gateway: unknown key; did you mean gateways?'],
    [[{ channels: [] }], 'routes[0].channels: [] is not valid; expected the name of a channel'],
    ['noc', 'routes: "noc" is not valid; expected a list of routes'],
  ])('so are routes: %j', (routes, words) => {
    add();
    expect(setRoutes(0, routes)).toMatchObject({ status: 400, detail: expect.stringContaining(words) });
    expect(editor.routes()).toMatchObject({ items: [], version: 0 });
  });

  it('notify nobody while the demo runs', () => {
    editor = editorOf(configured({ demo: true }));
    add();
    expect(inForce()).toEqual({ channels: [], routes: [] });
    expect(editor.channels()).toMatchObject([{ name: 'noc', isSetAside: false }]);
  });

  it('are so many at most', () => {
    const fields = { name: 'c', kind: 'slack' as const };
    inTransaction(store.database, () => {
      for (let number = 0; number < NOTIFICATION_LIMITS.channels; number += 1) {
        const name = `c${String(number)}`;
        store.channels.add({ fields: { ...fields, name }, secret: null, version: 1, updatedAt: now, updatedBy: 'ann' });
      }
    });
    expect(editor.addChannel({ ...CHAT, name: 'one-more' }, HOOK, TESTER)).toMatchObject({ status: 409 });
  });
});

describe('[ALM-111] a secret that is entered in the browser', () => {
  it('is in no answer, no audit trail and nothing that prints the settings', () => {
    const added = add();
    now += 1000;
    const change = { id: added.id ?? 0, version: 1 };
    const changed = editor.changeChannel(change, { ...WEBHOOK, minPriority: 'low' }, undefined, TESTER);
    expect(changed).toMatchObject({
      ok: true,
      value: { hasSecret: true, secretSetAt: new Date(now - 1000).toISOString() },
    });
    expect(inForce().channels).toEqual([['noc', SECRET]]);
    const replaced = editor.changeChannel({ ...change, version: 2 }, WEBHOOK, 'another secret', TESTER);
    expect(replaced).toMatchObject({ ok: true, value: { secretSetAt: new Date(now).toISOString() } });
    expect(inForce().channels).toEqual([['noc', 'another secret']]);
    const seen = [added, changed, replaced, editor.channels(), editor.routes(), notes(), applied];
    expect(JSON.stringify(seen) + inspect(seen, { depth: null, showHidden: true })).not.toMatch(
      /between the two|another secret/,
    );
    // What was replaced is not in the file either.
    store.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    expect(readFileSync(store.file).includes(SECRET)).toBe(false);
  });

  it('goes nowhere but where it was meant for: with another kind, host or proxy it is asked for again', () => {
    const { id } = add({ name: 'phone', kind: 'ntfy', url: 'https://ntfy.example', topic: 't' });
    const phone = { name: 'phone', kind: 'ntfy', url: 'https://ntfy.example', topic: 't' };
    const change = (fields: Record<string, unknown>, secret?: string | null) =>
      editor.changeChannel({ id: id ?? 0, version: editor.channels()[0]?.version ?? 0 }, fields, secret, TESTER);
    for (const fields of [
      { ...phone, url: 'https://elsewhere.example' },
      { ...phone, url: 'http://ntfy.example' },
      { ...phone, url: 'https://ntfy.example:8443' },
      { ...phone, proxy: 'http://proxy.example:3128' },
      { name: 'phone', kind: 'webhook', url: phone.url },
    ]) {
      expect(change(fields)).toMatchObject({ status: 400, detail: expect.stringContaining('secret: enter it again') });
    }
    expect(change({ ...phone, url: 'https://ntfy.example/path', topic: 'other' })).toMatchObject({ ok: true });
    expect(change({ ...phone, url: 'https://elsewhere.example' }, 'its own')).toMatchObject({ ok: true });
    expect(change(phone, null)).toMatchObject({ ok: true, value: { hasSecret: false, secretSetAt: null } });
    expect(inForce().channels).toEqual([['phone', null]]);
  });

  it('is never a file of the server', () => {
    const refused = editor.addChannel({ ...WEBHOOK, secretFile: '/etc/hostname' }, undefined, TESTER);
    expect(refused).toMatchObject({ status: 400, detail: expect.stringContaining('secretFile: unknown key') });
  });
});

describe('[ALM-112] two admins', () => {
  it('do not overwrite each other: the second is shown what the first did', () => {
    const { id } = add();
    const change = { id: id ?? 0, version: 1 };
    expect(editor.changeChannel(change, { ...WEBHOOK, minPriority: 'low' }, undefined, TESTER)).toMatchObject({
      ok: true,
    });
    const late = editor.changeChannel(change, { ...WEBHOOK, minPriority: 'urgent' }, undefined, TESTER);
    expect(late).toMatchObject({ status: 409, code: 'stale-version', current: { minPriority: 'low', version: 2 } });
    expect(editor.removeChannel(change, TESTER)).toMatchObject({ status: 409, code: 'stale-version' });
    setRoutes(0, [{ channels: ['noc'] }]);
    const stale = setRoutes(0, []);
    expect(stale).toMatchObject({
      status: 409,
      code: 'stale-version',
      current: { version: 1, items: [{ channels: ['noc'] }] },
    });
    expect(editor.changeChannel({ id: 99, version: 1 }, WEBHOOK, undefined, TESTER)).toMatchObject({ status: 404 });
  });

  it('are in the audit trail with what they changed', () => {
    const { id } = add();
    editor.changeChannel({ id: id ?? 0, version: 1 }, { ...WEBHOOK, minPriority: 'low' }, undefined, TESTER);
    setRoutes(0, [{ channels: ['noc'] }, { channels: ['noc'], continue: true }]);
    setRoutes(1, [{ channels: ['noc'] }]);
    setRoutes(2, []);
    editor.removeChannel({ id: id ?? 0, version: 2 }, TESTER);
    const shown = { name: 'noc', kind: 'webhook', url: 'https://noc.example/hook?(left out)', secretSetAt: now };
    const parts = notes().map(({ action, target, before, after }) => [action, target, before, after]);
    expect(parts).toEqual([
      ['channelAdded', 'channel noc', null, { ...shown, minPriority: 'high' }],
      ['channelChanged', 'channel noc', { ...shown, minPriority: 'high' }, { ...shown, minPriority: 'low' }],
      [
        ...['routesChanged', 'notification routes', {}],
        { 'route 1': { channels: ['noc'] }, 'route 2': { channels: ['noc'], continue: true } },
      ],
      ['routesChanged', 'notification routes', { 'route 2': { channels: ['noc'], continue: true } }, {}],
      ['routesChanged', 'notification routes', { 'route 1': { channels: ['noc'] } }, {}],
      ['channelRemoved', 'channel noc', { ...shown, minPriority: 'low' }, null],
    ]);
    expect(notes().every(({ actor }) => actor.name === TESTER.name)).toBe(true);
  });
});

describe('[ALM-113] names of the configuration and of the browser', () => {
  const ofFile = (...names: string[]) => configured({ notifications: names.map((name) => channelOf({ name })) });

  it('are each used once: the second is refused, and the file wins where it comes later', () => {
    editor = editorOf(ofFile('pager'));
    const taken = editor.addChannel({ ...WEBHOOK, name: 'pager' }, SECRET, TESTER);
    expect(taken).toMatchObject({
      status: 409,
      detail: expect.stringContaining('the configuration file has a channel pager'),
    });
    add();
    expect(editor.addChannel(WEBHOOK, SECRET, TESTER)).toMatchObject({ status: 409 });
    expect(editor.takeFile(ofFile('noc'))).toEqual([
      expect.stringContaining('channel noc of the browser is set aside'),
    ]);
    expect(inForce().channels).toEqual([['noc', null]]);
    expect(editor.channels().map(({ origin, isSetAside }) => [origin, isSetAside])).toEqual([
      ['file', false],
      ['browser', true],
    ]);
    // It is said once, and again by the next server.
    expect(editor.takeFile(ofFile('noc'))).toEqual([]);
    expect(editorOf(ofFile('noc')).asideNotes()).toHaveLength(1);
    editor.takeFile(ofFile('pager'));
    expect(inForce().channels).toEqual([
      ['pager', null],
      ['noc', SECRET],
    ]);
  });

  it('stay as long as a route leads there', () => {
    const { id } = add();
    add(CHAT, HOOK);
    const routes: RouteFields[] = [{ channels: ['chat'] }, { channels: ['chat', 'noc'] }, { channels: ['noc'] }];
    setRoutes(0, routes);
    const refused = editor.removeChannel({ id: id ?? 0, version: 1 }, TESTER);
    expect(refused).toMatchObject({ status: 409, detail: 'routes 2, 3 lead to noc: change or delete that first' });
    const renamed = editor.changeChannel({ id: id ?? 0, version: 1 }, { ...WEBHOOK, name: 'desk' }, undefined, TESTER);
    expect(renamed).toMatchObject({ status: 409, detail: expect.stringContaining('routes 2, 3 lead to noc') });
    setRoutes(1, routes.slice(0, 1));
    expect(editor.removeChannel({ id: id ?? 0, version: 1 }, TESTER)).toMatchObject({ ok: true });
    expect(inForce().channels).toEqual([['chat', HOOK]]);
  });

  it('keep no alert from everybody: a route that leads nowhere any more is set aside', () => {
    editor = editorOf(ofFile('pager', 'desk'));
    setRoutes(0, [{ channels: ['pager'] }, { channels: ['pager', 'desk'] }]);
    const told = editor.takeFile(ofFile('desk'));
    expect(told).toEqual([
      'route 1 of the browser leads to channels that do not exist: pager',
      'route 2 of the browser leads to channels that do not exist: pager',
    ]);
    expect(inForce().routes).toEqual([['desk']]);
    expect(editor.routes().items.map(({ channels, missing }) => [channels, missing])).toEqual([
      [['pager'], ['pager']],
      [['pager', 'desk'], ['pager']],
    ]);
    // Others can be changed all the same.
    const routes = [{ channels: ['pager'] }, { channels: ['desk'] }];
    expect(setRoutes(1, routes)).toMatchObject({ ok: true, value: { version: 2 } });
    expect(setRoutes(2, [...routes, { channels: ['nok'] }])).toMatchObject({ status: 400 });
  });
});
