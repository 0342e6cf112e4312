import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatListenUrl, parseListenUrl } from '@tunnelwatch/server/config/listen-url';
import { loadSettings, type LoadedSettings } from '@tunnelwatch/server/config/load';
import { formatSettingError } from '@tunnelwatch/server/config/setting-error';
import { listenersOf } from '@tunnelwatch/server/config/settings';
import { beforeEach, describe, expect, it } from 'vitest';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
let folder = '';

beforeEach(() => {
  folder = tempFolder();
});

interface Given {
  flags?: Readonly<Record<string, unknown>>;
  env?: Readonly<Record<string, string>>;
  file?: string;
}

function load({ flags = {}, env = {}, file }: Given): LoadedSettings {
  if (file !== undefined) writeFileSync(join(folder, 'tunnelwatch.yaml'), file);
  return loadSettings({ flags, env, cwd: folder });
}

function sourcesOf(loaded: LoadedSettings) {
  if (!loaded.ok) throw new Error(loaded.errors.map(formatSettingError).join('\n'));
  return loaded.settings.sources;
}

function errorsOf(loaded: LoadedSettings): readonly string[] {
  if (loaded.ok) throw new Error('the configuration was taken, although it is wrong');
  return loaded.errors.map((error) => formatSettingError(error));
}

describe('the URL of a listener', () => {
  it.each([
    ['udp://0.0.0.0:514', 'udp://0.0.0.0:514'],
    ['UDP://127.0.0.1', 'udp://127.0.0.1:514'],
    ['tcp://[::]:1514/', 'tcp://[::]:1514'],
    ['tls://[2001:DB8::1]', 'tls://[2001:db8::1]:6514'],
    ['tcp://localhost:65535', 'tcp://localhost:65535'],
  ])('%s is %s', (url, expected) => {
    const address = parseListenUrl(url);
    expect(address === undefined ? undefined : formatListenUrl(address)).toBe(expected);
  });

  it.each([
    'http://127.0.0.1:514',
    'udp:127.0.0.1:514',
    'udp://:514',
    'udp://127.0.0.1:0',
    'udp://127.0.0.1:65536',
    'udp://127.0.0:514',
    'udp://[127.0.0.1]:514',
    'udp://::1:514',
    'udp://127.0.0.1:514/path',
    'udp://user@127.0.0.1',
    '',
  ])('%s is none', (url) => {
    expect(parseListenUrl(url)).toBeUndefined();
  });
});

describe('listeners among the sources', () => {
  it('have everything that a listener may have, with paths from the folder of the file', () => {
    const file = [
      'timeZone: Asia/Tokyo',
      'sources:',
      "  - files: '/logs/*.log'",
      "  - { listen: 'udp://0.0.0.0', gateway: gw1, timeZone: UTC, allow: 192.0.2.7, gatewayFrom: sender, senders: { 192.0.2.7: gw1 } }",
      "  - listen: 'tls://[::]:6514'",
      "    allow: ['192.0.2.0/24', '2001:db8::/32']",
      '    certificate: own.pem',
      '    key: /etc/own.key',
      '    clientCa: ca.pem',
    ];
    expect(sourcesOf(load({ file: file.join('\n') }))).toEqual([
      { files: ['/logs/*.log'], gateway: null, timeZone: 'Asia/Tokyo', format: null },
      {
        listen: 'udp://0.0.0.0:514',
        protocol: 'udp',
        host: '0.0.0.0',
        port: 514,
        gateway: 'gw1',
        timeZone: 'UTC',
        format: null,
        allow: [{ family: 'ipv4', address: '192.0.2.7', prefix: 32 }],
        gatewayFrom: 'sender',
        senders: [{ range: { family: 'ipv4', address: '192.0.2.7', prefix: 32 }, gateways: ['gw1'] }],
        tls: null,
      },
      {
        listen: 'tls://[::]:6514',
        protocol: 'tls',
        host: '::',
        port: 6514,
        gateway: null,
        timeZone: 'Asia/Tokyo',
        format: null,
        allow: [
          { family: 'ipv4', address: '192.0.2.0', prefix: 24 },
          { family: 'ipv6', address: '2001:db8::', prefix: 32 },
        ],
        gatewayFrom: 'line',
        senders: [],
        tls: { certificate: join(folder, 'own.pem'), key: '/etc/own.key', clientCa: join(folder, 'ca.pem') },
      },
    ]);
  });

  it('come from --listen and TUNNELWATCH_LISTEN too, beside files', () => {
    const names = (given: Given) =>
      sourcesOf(load(given)).map((source) => ('files' in source ? source.files[0] : source.listen));
    const file = "sources: [{ listen: 'udp://127.0.0.1:1' }]";
    const env = { TUNNELWATCH_LISTEN: 'udp://127.0.0.1:2, tcp://127.0.0.1:2' };
    const listen = ['tcp://127.0.0.1:3'];
    expect(names({ file })).toEqual(['udp://127.0.0.1:1']);
    expect(names({ file, env })).toEqual(['udp://127.0.0.1:2', 'tcp://127.0.0.1:2']);
    expect(names({ file, env: { ...env, TUNNELWATCH_FILES: '/a.log' } })[0]).toBe('/a.log');
    expect(names({ file, env, flags: { files: [], listen } })).toEqual(['tcp://127.0.0.1:3']);
    expect(names({ file, env, flags: { files: ['/b.log'], listen } })).toEqual(['/b.log', 'tcp://127.0.0.1:3']);
  });

  it('end the simulated gateway', () => {
    const loaded = load({ flags: { listen: ['udp://127.0.0.1'] } });
    expect(loaded.ok && loaded.settings.demo).toBe(false);
  });

  it('count once when they are named twice', () => {
    const loaded = load({ flags: { listen: ['udp://127.0.0.1', 'tcp://127.0.0.1', 'udp://127.0.0.1:514'] } });
    expect(listenersOf(sourcesOf(loaded)).map(({ listen }) => listen)).toEqual([
      'udp://127.0.0.1:514',
      'tcp://127.0.0.1:514',
    ]);
  });
});

describe('errors of listeners name the place, the key and the remedy', () => {
  it('in the file', () => {
    const file = [
      'sources:',
      "  - { files: /a.log, listen: 'udp://127.0.0.1', allow: 192.0.2.7 }",
      '  - { gateway: gw1 }',
      '  - { listen: gw1 }',
      "  - { listen: 'tls://127.0.0.1', key: k.pem }",
      "  - { listen: 'udp://127.0.0.1', clientCa: ca.pem }",
      "  - { listen: 'udp://127.0.0.1', allow: ['192.0.2.0/24', 'gw1'] }",
      "  - { listen: 'udp://127.0.0.1', alow: [] }",
    ];
    expect(errorsOf(load({ file: file.join('\n') })).map((text) => text.replaceAll(`${folder}/`, ''))).toEqual([
      'tunnelwatch.yaml:2: sources[0].listen: is not allowed with files; an entry is either a group of files or a listener: split it into two entries, or remove this key',
      'tunnelwatch.yaml:2: sources[0].allow: is not allowed with files; an entry is either a group of files or a listener: split it into two entries, or remove this key',
      'tunnelwatch.yaml:3: sources[1]: has neither files nor listen; add files or listen',
      'tunnelwatch.yaml:4: sources[2].listen: "gw1" is not valid; expected udp://, tcp:// or tls:// with an address and a port, as in udp://0.0.0.0:514 or tls://[::]:6514',
      'tunnelwatch.yaml:5: sources[3].certificate: is required for TLS; expected the path of a PEM file with the certificate and its chain',
      'tunnelwatch.yaml:6: sources[4].clientCa: is allowed with TLS only; listen on tls://, or remove this key',
      'tunnelwatch.yaml:7: sources[5].allow[1]: "gw1" is not valid; expected addresses and ranges such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32',
      'tunnelwatch.yaml:8: sources[6].alow: unknown key; did you mean allow?',
    ]);
  });

  it('on the command line and in the environment', () => {
    expect(errorsOf(load({ flags: { files: ['/a.log'], listen: ['gw1'] } }))).toEqual([
      'command line: --listen: "gw1" is not valid; expected udp://, tcp:// or tls:// with an address and a port, as in udp://0.0.0.0:514 or tls://[::]:6514',
    ]);
    expect(errorsOf(load({ flags: { listen: ['tls://127.0.0.1'] } }))[0]).toBe(
      'command line: --listen: is required for TLS; expected the path of a PEM file with the certificate and its chain',
    );
    expect(errorsOf(load({ env: { TUNNELWATCH_LISTEN: 'gw1' } }))[0]).toMatch(
      /^environment: TUNNELWATCH_LISTEN: "gw1"/,
    );
  });
});
