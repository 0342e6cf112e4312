import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { loadSettings, type LoadedSettings } from '@tunnelwatch/server/config/load';
import { formatSettingError } from '@tunnelwatch/server/config/setting-error';
import { SETTINGS } from '@tunnelwatch/server/config/setting-list';
import { fileGroups, type Settings } from '@tunnelwatch/server/config/settings';
import { beforeEach, describe, expect, it } from 'vitest';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
let folder = '';

beforeEach(() => {
  folder = tempFolder();
});

interface Given {
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly file?: string;
  readonly configFile?: string;
}

function load(given: Given): LoadedSettings {
  if (given.file !== undefined) writeFileSync(join(folder, 'tunnelwatch.yaml'), given.file);
  return loadSettings({ flags: {}, env: {}, cwd: folder, ...given });
}

function settingsOf(loaded: LoadedSettings): Settings {
  if (!loaded.ok) throw new Error(loaded.errors.map(formatSettingError).join('\n'));
  return loaded.settings;
}

/** The errors as text, with the folder of the test cut away. */
function errorsOf(loaded: LoadedSettings): readonly string[] {
  if (loaded.ok) throw new Error('the configuration was taken, although it is wrong');
  return loaded.errors.map((error) => formatSettingError(error).replaceAll(`${folder}/`, ''));
}

describe('loadSettings', () => {
  it('has a default for everything', () => {
    expect(settingsOf(load({}))).toEqual({
      data: join(folder, 'data'),
      audit: { allowPrivate: false, keyFile: null, publish: null },
      host: '127.0.0.1',
      aliases: {},
      port: 8080,
      basePath: '/',
      publicUrl: null,
      insecureNoAuth: false,
      openMetrics: false,
      trustedProxies: [],
      tls: { certificate: null, key: null },
      sessions: { idleMinutes: 720, maxHours: 168 },
      oidc: {
        issuer: null,
        clientId: null,
        clientSecretFile: null,
        label: 'Single sign-on',
        scopes: 'openid profile email',
        nameClaim: 'preferred_username',
        roleClaim: 'groups',
        admin: [],
        operator: [],
        viewer: [],
      },
      catalogue: null,
      cluster: {
        servers: [],
        member: expect.any(String) as unknown,
        role: 'node',
        name: 'tunnelwatch',
        replicas: 3,
        streamBytes: 20_000_000_000,
        streamHours: 24,
        spoolBytes: 1_000_000_000,
        credentialsFile: null,
        ca: null,
        certificate: null,
        key: null,
      },
      sources: [],
      timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      isUtcAssumed: false,
      demo: 'auto',
      alerts: { maxWindowHours: 24, mostPerRule: 500, pastAfterMinutes: 15, rules: {} },
      diagnosis: {},
      monitoring: {
        silenceSeconds: 60,
        silenceMultiple: 3,
        silenceLearnSeconds: 1800,
        skewSeconds: 120,
        skewHoldSeconds: 300,
        lagSeconds: 10,
        lagHighSeconds: 60,
      },
      ingest: { maxLineBytes: 65_536, pollMs: 1000, storeOther: false },
      retention: { maxAgeDays: 400, maxSizeBytes: 'auto' },
      syslog: {
        maxConnections: 2000,
        maxConnectionsPerSender: 2000,
        idleSeconds: 86_400,
        lineSeconds: 60,
        queueBytes: 33_554_432,
        receiveBufferBytes: 67_108_864,
      },
      newNames: { gateways: 10_000, gatewaysPerHour: 600, tunnels: 150_000, tunnelsPerHour: 36_000 },
      notifications: [],
      routes: [],
      display: { staleAfterSeconds: 60 },
      log: { level: 'info' },
    });
  });

  it.each<[string, number | string]>([
    ['20 GB', 20_000_000_000],
    ['1.5GiB', 1_610_612_736],
    ['500m', 500_000_000],
    ['100000000', 100_000_000],
    ['auto', 'auto'],
    ['unlimited', 'unlimited'],
  ])('reads a size of %s', (text, bytes) => {
    const settings = settingsOf(load({ file: `retention:\n  maxSizeBytes: ${text}\n` }));
    expect(settings.retention.maxSizeBytes).toBe(bytes);
    const env = { TUNNELWATCH_RETENTION_MAX_SIZE_BYTES: text };
    expect(settingsOf(load({ env })).retention.maxSizeBytes).toBe(bytes);
  });

  it.each(['20 XB', '-5 GB', '99 MB', 'GB', "''"])('refuses a size of %s', (text) => {
    expect(load({ file: `retention:\n  maxSizeBytes: ${text}\n` }).ok).toBe(false);
  });

  it('takes the flag before the environment, that before the file, and the file before the default', () => {
    const file = 'port: 1\ndata: from-file\nhost: 127.0.0.2\n';
    const env = { TUNNELWATCH_PORT: '2', TUNNELWATCH_DATA: 'from-env' };
    const loaded = load({ file, env, flags: { port: '3' } });
    const settings = settingsOf(loaded);
    expect([settings.port, settings.data, settings.host, settings.basePath]).toEqual([
      3,
      join(folder, 'from-env'),
      '127.0.0.2',
      '/',
    ]);
    const origins = loaded.ok ? ['port', 'data', 'host', 'basePath'].map((key) => loaded.origin.get(key)?.name) : [];
    expect(origins).toEqual(['--port', 'TUNNELWATCH_DATA', `${join(folder, 'tunnelwatch.yaml')}:3`, 'default']);
  });

  it('makes each environment variable from the path of the setting', () => {
    expect(Object.fromEntries(SETTINGS.map((setting) => [setting.key, setting.environmentName]))).toMatchObject({
      data: 'TUNNELWATCH_DATA',
      basePath: 'TUNNELWATCH_BASE_PATH',
      insecureNoAuth: 'TUNNELWATCH_INSECURE_NO_AUTH',
      sources: 'TUNNELWATCH_FILES',
      'alerts.pastAfterMinutes': 'TUNNELWATCH_ALERTS_PAST_AFTER_MINUTES',
      'ingest.maxLineBytes': 'TUNNELWATCH_INGEST_MAX_LINE_BYTES',
      'log.level': 'TUNNELWATCH_LOG_LEVEL',
    });
  });

  it('reads numbers, booleans and words from the environment', () => {
    const env = {
      TUNNELWATCH_ALERTS_PAST_AFTER_MINUTES: '30',
      TUNNELWATCH_INGEST_STORE_OTHER: 'yes',
      TUNNELWATCH_INSECURE_NO_AUTH: '1',
      TUNNELWATCH_DEMO: 'false',
      TUNNELWATCH_LOG_LEVEL: 'debug',
      TUNNELWATCH_PORT: '',
    };
    const settings = settingsOf(load({ env }));
    expect(settings).toMatchObject({ insecureNoAuth: true, demo: false, port: 8080 });
    expect([settings.alerts.pastAfterMinutes, settings.ingest.storeOther, settings.log.level]).toEqual([
      30,
      true,
      'debug',
    ]);
  });

  it('takes a key or a group without a value as not there', () => {
    expect(settingsOf(load({ file: 'port:\nalerts:\nsources:\n' })).port).toBe(8080);
    expect(settingsOf(load({ file: '' })).port).toBe(8080);
  });
});

describe('paths and sources', () => {
  it('starts relative paths of the file from its folder, all others from the working directory', () => {
    mkdirSync(join(folder, 'etc'));
    writeFileSync(
      join(folder, 'etc', 'tw.yaml'),
      'data: d\ncatalogue: ../cat.yaml\nsources: [{ files: ../logs/*.log }]\n',
    );
    const settings = settingsOf(load({ configFile: 'etc/tw.yaml', flags: { data: 'd' } }));
    expect([settings.data, settings.catalogue]).toEqual([join(folder, 'd'), join(folder, 'cat.yaml')]);
    expect(fileGroups(settings.sources)[0]?.files).toEqual([join(folder, 'logs', '*.log')]);
  });

  it('makes one source of the FILE arguments, and of TUNNELWATCH_FILES', () => {
    const file = 'sources:\n  - files: from-file.log\ntimeZone: Asia/Tokyo\n';
    const env = { TUNNELWATCH_FILES: ['a.log', '/var/log/b*.log'].join(delimiter) };
    const zone = { gateway: null, timeZone: 'Asia/Tokyo', format: null };
    expect(settingsOf(load({ file })).sources).toEqual([{ files: [join(folder, 'from-file.log')], ...zone }]);
    expect(settingsOf(load({ file, env })).sources).toEqual([
      { files: [join(folder, 'a.log'), '/var/log/b*.log'], ...zone },
    ]);
    expect(settingsOf(load({ file, env, flags: { files: ['c.log'] } })).sources).toEqual([
      { files: [join(folder, 'c.log')], ...zone },
    ]);
    expect(fileGroups(settingsOf(load({ file, env, flags: { files: [] } })).sources)[0]?.files).toHaveLength(2);
  });

  it('takes a name that exists as that file, although it looks like a glob', () => {
    writeFileSync(join(folder, 'gw[1].log'), '');
    const { sources } = settingsOf(load({ flags: { files: ['gw[1].log', 'gw[2].log'] } }));
    const files = fileGroups(sources)[0]?.files;
    expect(files).toEqual([join(folder, 'gw\\[1\\].log'), join(folder, 'gw[2].log')]);
  });

  it('leaves the demo to the server only when no source is there and nobody has decided', () => {
    expect(settingsOf(load({})).demo).toBe('auto');
    expect(settingsOf(load({ flags: { files: ['a.log'] } })).demo).toBe(false);
    expect(settingsOf(load({ flags: { files: ['a.log'], demo: true } })).demo).toBe(true);
    expect(settingsOf(load({ flags: { demo: false } })).demo).toBe(false);
  });

  it('makes the base path begin and end with a slash', () => {
    const basePathOf = (basePath: string) => settingsOf(load({ flags: { basePath } })).basePath;
    expect(['/', 'tw', '/tw', 'tw/', '/a/b/'].map(basePathOf)).toEqual(['/', '/tw/', '/tw/', '/tw/', '/a/b/']);
    for (const basePath of ['/a/../b', '//host', '/a b', '/a?x', '..'])
      expect(load({ flags: { basePath } }).ok).toBe(false);
  });

  it('takes an address for links with a slash at its end, and refuses what is none or carries a secret', () => {
    const publicUrlOf = (publicUrl: string) =>
      settingsOf(load({ flags: { publicUrl, basePath: new URL(publicUrl).pathname } })).publicUrl;
    expect(['https://noc.example', 'http://192.0.2.1:8080/tw', 'https://noc.example/a/'].map(publicUrlOf)).toEqual([
      ...['https://noc.example/', 'http://192.0.2.1:8080/tw/', 'https://noc.example/a/'],
    ]);
    for (const publicUrl of [
      'noc.example',
      'ftp://noc.example',
      'https://a:b@noc.example',
      'https://x/?q',
      'https://x/#',
    ])
      expect(load({ flags: { publicUrl } }).ok).toBe(false);
  });
});

describe('errors name the place, the key and the remedy', () => {
  it('for values in the file', () => {
    const file = [
      'prot: 80',
      'port: banana',
      'alerts:',
      '  pastAfterMinutes: 0',
      '  pastAfter: 3',
      'ingest: 5',
      'pollMs: 5',
      'log.level: info',
      'sources:',
      '  - files: []',
      '  - { files: a.log, timezone: UTC }',
      '  - files: [b]',
      '    timeZone: Europe/Nowhere',
      '  - gateway: gw1',
    ];
    expect(errorsOf(load({ file: file.join('\n') }))).toEqual([
      'tunnelwatch.yaml:1: prot: unknown setting; did you mean port?',
      'tunnelwatch.yaml:2: port: "banana" is not valid; expected a whole number from 0 to 65535',
      'tunnelwatch.yaml:4: alerts.pastAfterMinutes: 0 is not valid; expected a whole number of minutes from 1 to 525600',
      'tunnelwatch.yaml:5: alerts.pastAfter: unknown setting; did you mean pastAfterMinutes?',
      'tunnelwatch.yaml:6: ingest: 5 is not a group of settings; expected keys such as maxLineBytes, pollMs, storeOther',
      'tunnelwatch.yaml:7: pollMs: unknown setting; did you mean ingest.pollMs?',
      'tunnelwatch.yaml:8: log.level: unknown setting; write it as a group: log: { level: … }',
      'tunnelwatch.yaml:10: sources[0].files: [] is not valid; expected a path or a list of paths and globs',
      'tunnelwatch.yaml:11: sources[1].timezone: unknown key; did you mean timeZone?',
      'tunnelwatch.yaml:13: sources[2].timeZone: "Europe/Nowhere" is not valid; expected a time zone such as Europe/Stockholm or UTC',
      'tunnelwatch.yaml:14: sources[3]: has neither files nor listen; add files or listen',
    ]);
  });

  it('for each threshold of the diagnosis', () => {
    const file = ['diagnosis:', '  leastDrops: 0', '  replySeconds: 3', '  windowbase: up', '  signShare: 1.5'];
    expect(errorsOf(load({ file: file.join('\n') }))).toEqual([
      'tunnelwatch.yaml:2: diagnosis.leastDrops: 0 is not valid; expected a whole number from 1 to 1000000 (drops)',
      'tunnelwatch.yaml:3: diagnosis.replySeconds: unknown key; did you mean replaySeconds?',
      'tunnelwatch.yaml:4: diagnosis.windowbase: "up" is not valid; expected auto, left, right',
      'tunnelwatch.yaml:5: diagnosis.signShare: 1.5 is not valid; expected a number from 0 to 1 (share)',
    ]);
    expect(errorsOf(load({ file: '', env: { TUNNELWATCH_DIAGNOSIS: '{"leastDrops":"many"}' } }))).toEqual([
      'environment: TUNNELWATCH_DIAGNOSIS.leastDrops: "many" is not valid; expected a whole number from 1 to 1000000 (drops)',
    ]);
  });

  it('for flags and the environment, in values too that a stronger layer hides', () => {
    const env = {
      TUNNELWATCH_PROT: '5',
      TUNNELWATCH_PORT: '70000',
      TUNNELWATCH_CHROMIUM: 'x',
      TUNNELWATCH_LOGS: '/logs',
      // Examples of the API have it.
      TUNNELWATCH_TOKEN: 'tw_1',
    };
    expect(errorsOf(load({ env, flags: { port: '80', logLevel: 'loud' } }))).toEqual([
      'command line: --log-level: "loud" is not valid; expected fatal, error, warn, info, debug, trace or silent',
      'environment: TUNNELWATCH_PROT: unknown variable; did you mean TUNNELWATCH_PORT?',
      'environment: TUNNELWATCH_PORT: "70000" is not valid; expected a whole number from 0 to 65535',
    ]);
  });

  it('for the file itself', () => {
    expect(errorsOf(load({ configFile: 'gone.yaml' }))).toEqual(['gone.yaml: no such file; check the path']);
    expect(errorsOf(load({ env: { TUNNELWATCH_CONFIG: 'gone.yaml' } }))).toHaveLength(1);
    expect(errorsOf(load({ file: '- a\n' }))[0]).toMatch(
      /^tunnelwatch.yaml:1: \["a"\] is not a group of settings; expected keys such as data/,
    );
    const broken = errorsOf(load({ file: 'port: 1\nhost: "x\n' }));
    expect(broken[0]).toMatch(/^tunnelwatch.yaml:\d: invalid YAML: .*; correct this line$/);
    expect(errorsOf(load({ file: 'port: 1\nport: 2\n' }))[0]).toMatch(/^tunnelwatch.yaml:2: /);
  });

  it('for hostile keys', () => {
    expect(
      errorsOf(load({ file: '__proto__: { port: 1 }\nconstructor: 2\n' })).map((text) => text.split(';')[0]),
    ).toEqual(['tunnelwatch.yaml:1: __proto__: unknown setting', 'tunnelwatch.yaml:2: constructor: unknown setting']);
  });
});

describe('an address that others can reach', () => {
  const reachable = ['0.0.0.0', '::', '192.0.2.1', 'gw.example.net', '128.0.0.1', '127.example.net'];
  const own = ['127.0.0.1', '127.1.2.3', 'localhost', '::1', '::ffff:127.0.0.1'];

  it.each(reachable)('%s is taken too: people sign in', (host) => {
    expect(settingsOf(load({ file: `host: '${host}'` })).host).toBe(host);
  });

  it.each(own)('%s is taken', (host) => {
    expect(settingsOf(load({ flags: { host } })).host).toBe(host);
  });
});

describe('settings of people', () => {
  it('are refused where they do not fit together, by name', () => {
    for (const [file, expected] of [
      ['tls: { certificate: a.pem }', /^tunnelwatch.yaml:1: tls.certificate: .*key.*; set tls.key too/],
      ['tls: { key: a.pem }', /^tunnelwatch.yaml:1: tls.key: .*; set tls.certificate too/],
      ['oidc: { clientId: a, viewer: [a] }', /oidc.clientId: the client has no provider; set oidc.issuer too/],
      ['oidc: { issuer: "https://login.example", viewer: [a] }', /oidc.issuer: .*client ID; set oidc.clientId too/],
      ['oidc: { issuer: "https://login.example", clientId: a }', /oidc.issuer: no claim value grants a role/],
      ['oidc: { issuer: "http://login.example", clientId: a, viewer: [a] }', /oidc.issuer: .*; use an https URL/],
      ['oidc: { issuer: "ftp://login.example", clientId: a, viewer: [a] }', /oidc.issuer: .*; expected an https URL/],
      [
        'oidc: { issuer: "https://a.example", clientId: a, viewer: [a], scopes: profile }',
        /oidc.scopes: .*openid is missing/,
      ],
      [
        'publicUrl: https://noc.example/tw\nbasePath: /tunnelwatch/',
        /^tunnelwatch.yaml:1: publicUrl: its path \/tw\/ is not the base path; set basePath to it, or end publicUrl with \/tunnelwatch\//,
      ],
      ['trustedProxies: [proxy.example]', /trustedProxies: .*; expected IP addresses or ranges/],
    ] as const) {
      expect([file, errorsOf(load({ file }))[0]]).toEqual([file, expect.stringMatching(expected)]);
    }
  });

  it('are read from text with commas, and paths from the folder of the file', () => {
    const env = {
      TUNNELWATCH_TRUSTED_PROXIES: '127.0.0.1, 2001:db8::/32',
      TUNNELWATCH_OIDC_ADMIN: 'noc admins,chiefs',
    };
    const settings = settingsOf(load({ env, file: 'tls: { certificate: a.pem, key: b.pem }' }));
    expect(settings.trustedProxies).toEqual(['127.0.0.1', '2001:db8::/32']);
    expect(settings.oidc.admin).toEqual(['noc admins', 'chiefs']);
    expect(settings.tls).toEqual({ certificate: join(folder, 'a.pem'), key: join(folder, 'b.pem') });
  });
});
