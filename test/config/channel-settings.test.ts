import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { channelFilters } from '@tunnelwatch/server/config/channel-schema';
import { loadSettings } from '@tunnelwatch/server/config/load';
import { formatSettingError } from '@tunnelwatch/server/config/setting-error';
import { describe, expect, it } from 'vitest';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();

function load(entries: string) {
  const folder = tempFolder();
  writeFileSync(join(folder, 'tunnelwatch.yaml'), `notifications:\n${entries}`);
  const loaded = loadSettings({ flags: {}, env: {}, cwd: folder });
  if (loaded.ok) return { folder, channels: loaded.settings.notifications, errors: [] };
  return { folder, channels: [], errors: loaded.errors.map(formatSettingError) };
}

const WEBHOOK = 'kind: webhook, url: "https://noc.example/hook", secretFile: noc.secret';

describe('the channels in the settings', () => {
  it('are read with their defaults; files are beside the configuration', () => {
    const { channels, folder } = load(`  - { name: noc, ${WEBHOOK} }\n`);
    expect(channels).toEqual([
      {
        name: 'noc',
        kind: 'webhook',
        url: 'https://noc.example/hook',
        secretFile: join(folder, 'noc.secret'),
        secret: null,
        user: null,
        from: null,
        to: [],
        minPriority: 'low',
        classes: null,
        allowPrivate: false,
        title: null,
        text: null,
        topic: null,
        proxy: null,
        pace: { gapMs: 0, lowerPerMinute: null },
        on: ['opened', 'raised', 'worsened', 'rateRose', 'newCritical', 'resumed', 'returned'],
      },
    ]);
    expect(Object.keys(channelFilters(channels)[0] ?? {}).sort()).toEqual([
      ...['classes', 'kind', 'minPriority', 'name', 'on'],
    ]);
  });

  it('may be all kinds at once, with single values for lists', () => {
    const { channels, errors } = load(
      [
        '  - { name: mail, kind: email, url: "smtp://mail.example:587", user: tw, secretFile: p, from: tw@noc.example, to: a@noc.example, on: opened }',
        '  - { name: chat, kind: slack, secretFile: chat.url, classes: [routing, policy], minPriority: high }',
        '  - { name: am, kind: alertmanager, url: "http://127.0.0.1:9093", allowPrivate: true }',
      ].join('\n'),
    );
    expect(errors).toEqual([]);
    expect(channels.map(({ to, on }) => [to, on.length])).toEqual([
      [['a@noc.example'], 1],
      [[], 7],
      [[], 7],
    ]);
  });

  it.each([
    ['  - { name: noc, kind: webhook, secretFile: x }', 'notifications[0].url: is required for webhook'],
    [
      '  - { name: noc, kind: webhook, url: "http://noc.example" }',
      'notifications[0].secretFile: is required for webhook',
    ],
    [`  - { name: "a b", ${WEBHOOK} }`, 'notifications[0].name: "a b" is not valid; expected a name of 1 to 64'],
    ['  - { name: n, kind: pager }', 'notifications[0].kind: "pager" is not valid; did you mean pagerduty?'],
    [`  - { name: n, ${WEBHOOK}, minPriority: critical }`, 'minPriority: "critical" is not valid; expected urgent'],
    [`  - { name: n, ${WEBHOOK}, clases: [policy] }`, 'notifications[0].clases: unknown key; did you mean classes?'],
    [`  - { name: n, ${WEBHOOK}, classes: [x] }`, 'notifications[0].classes[0]: "x" is not valid; expected a list of'],
    ['  - { name: n, kind: webhook, url: "http://u:p@noc.example", secretFile: x }', 'without user and password'],
    ['  - { name: n, kind: webhook, url: "ftp://noc.example", secretFile: x }', 'expected http:// or https://'],
    ['  - { name: n, kind: webhook, url: "smtp://noc.example", secretFile: x }', 'url: is not valid for webhook'],
    ['  - { name: n, kind: slack, url: "https://noc.example", secretFile: x }', 'write the URL to a file'],
    ['  - { name: n, kind: alertmanager, url: "http://am.example", on: [opened] }', 'is not allowed for alertmanager'],
    [
      '  - { name: n, kind: email, url: "smtp://m.example", from: a@b.example, to: "x, y" }',
      'an e-mail address or a list',
    ],
    [
      '  - { name: n, kind: email, url: "smtp://m.example", from: a@b.example, to: c@d.example, user: u }',
      'needs a password',
    ],
    [`  - { name: n, ${WEBHOOK} }\n  - { name: n, ${WEBHOOK} }`, 'notifications[1].name: n is already in use'],
    [
      '  - { name: n, kind: slack, secretFile: s, title: "{priorty}: {message} {{x}}" }',
      'notifications[0].title: {priorty} is no field of a notification; did you mean priority?',
    ],
    [
      '  - { name: n, kind: webhook, url: "https://noc.example", secretFile: s, text: x }',
      'notifications[0].text: is not allowed for webhook',
    ],
    ['  - 7', 'notifications[0]: 7 is not valid; expected a list of channels'],
  ])('%s is refused in words', (entries, words) => {
    expect(load(`${entries}\n`).errors.join('\n')).toContain(words);
  });

  it('can be given as JSON on the command line and in the environment', () => {
    const text = JSON.stringify([{ name: 'noc', kind: 'slack', secretFile: './s' }]);
    for (const given of [
      { flags: { notifications: text }, env: {} },
      { flags: {}, env: { TUNNELWATCH_NOTIFICATIONS: text } },
    ]) {
      const loaded = loadSettings({ ...given, cwd: '/nonexistent' });
      expect(loaded.ok && loaded.settings.notifications[0]?.secretFile).toBe('/nonexistent/s');
    }
    const wrong = loadSettings({ flags: { notifications: '[{"name":"n","kind":"x"}]' }, env: {}, cwd: '/nonexistent' });
    expect(wrong.ok ? [] : wrong.errors.map(formatSettingError)).toEqual([
      expect.stringContaining('command line: --notifications[0].kind: "x" is not valid'),
    ]);
  });
});

describe('[ALM-95] the routes in the settings', () => {
  const route = (text: string) => {
    const folder = tempFolder();
    const file = join(folder, 'tunnelwatch.yaml');
    writeFileSync(file, `timeZone: Europe/Vienna\nnotifications:\n  - { name: noc, ${WEBHOOK} }\nroutes:\n${text}`);
    const loaded = loadSettings({ flags: {}, env: {}, cwd: folder });
    if (loaded.ok) return { routes: loaded.settings.routes, errors: [] };
    return { routes: [], errors: loaded.errors.map((error) => formatSettingError(error).replace(file, 'FILE')) };
  };

  it('are read with their defaults, hours and days in the zone of the settings', () => {
    const { routes, errors } = route(
      '  - { channels: noc, gateways: edge-*, hours: 22:00-6:30, days: [fri-mon, wed], continue: true, escalateAfterMinutes: 5 }\n',
    );
    expect(errors).toEqual([]);
    expect(routes).toEqual([
      {
        channels: ['noc'],
        gateways: ['edge-*'],
        sites: null,
        tunnels: null,
        classes: null,
        priorities: null,
        hours: { from: 1320, until: 390 },
        days: [5, 6, 0, 1, 3],
        timeZone: 'Europe/Vienna',
        isContinued: true,
        escalateAfterMs: 300_000,
      },
    ]);
  });

  it.each([
    ['  - { channels: nok }', 'FILE:5: routes[0].channels[0]: there is no channel "nok"; did you mean noc?'],
    [
      '  - channels: [noc]\n  - channels: [noc, mail]',
      'FILE:6: routes[1].channels[1]: there is no channel "mail"; expected one of noc',
    ],
    ['  - { channels: noc, gateway: x }', 'FILE:5: routes[0].gateway: unknown key; did you mean gateways?'],
    [
      '  - { channels: noc, priorities: [urgnt] }',
      'FILE:5: routes[0].priorities[0]: "urgnt" is not valid; did you mean urgent?',
    ],
    [
      '  - { channels: noc, hours: 25:00-26:00 }',
      'FILE:5: routes[0].hours: "25:00-26:00" is not valid; expected hours such as 22:00-06:00',
    ],
    [
      '  - { channels: noc, days: [mon-fry] }',
      'FILE:5: routes[0].days[0]: "mon-fry" is not valid; expected a list of sun, mon, tue, wed, thu, fri, sat, or of ranges such as mon-fri',
    ],
    [
      '  - { channels: noc, timeZone: Vienna }',
      'FILE:5: routes[0].timeZone: "Vienna" is not valid; expected an IANA time zone such as Europe/Vienna',
    ],
    ['  - { gateways: x }', 'FILE:5: routes[0].channels: is missing; expected the name of a channel or a list of them'],
  ])('names what is wrong with %s', (text, error) => {
    expect(route(`${text}\n`).errors).toEqual([error]);
  });
});
