import { namedFileErrors } from '@tunnelwatch/server/config/named-files';
import { loadSettings } from '@tunnelwatch/server/config/load';
import { formatSettingError } from '@tunnelwatch/server/config/setting-error';
import { DAY_MS } from '@tunnelwatch/shared/time-units';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeAuthority } from '../support/certificates.js';
import { skipWithout } from '../support/programs.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
let folder = '';

beforeEach(() => {
  folder = tempFolder();
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

/** The errors of a configuration and of the files that it names, a line each, with names of files alone. */
function errorsOf(
  yaml: string,
  { now = Date.now(), env = {} }: { now?: number; env?: Record<string, string> } = {},
): string[] {
  write('tunnelwatch.yaml', yaml);
  const loaded = loadSettings({ flags: {}, env, cwd: folder });
  const errors = loaded.ok ? namedFileErrors(loaded.settings, loaded.origin, now) : loaded.errors;
  return errors.map((error) => formatSettingError(error).replaceAll(`${folder}/`, ''));
}

describe('files that settings name', () => {
  it('[LIVE-64] of certificates and keys: missing, of another kind, damaged, with a passphrase, of another certificate', () => {
    const a = makeAuthority(folder, 'a');
    makeAuthority(folder, 'b');
    skipWithout('openssl');
    execFileSync('openssl', [
      'pkey',
      '-in',
      a.key,
      '-aes256',
      '-passout',
      'pass:x',
      '-out',
      join(folder, 'locked.key'),
    ]);
    write('damaged.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    write('damaged.key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n');
    write('chain.pem', readFileSync(a.certificate, 'utf8') + readFileSync(join(folder, 'damaged.pem'), 'utf8'));
    const pairs = [
      ['gone.pem', 'gone.key'],
      ['a.key', 'a.pem'],
      ['damaged.pem', 'damaged.key'],
      ['chain.pem', 'locked.key'],
      ['a.pem', 'b.key'],
      ['a.pem', 'a.key'],
    ];
    const sources = pairs.map(
      ([certificate, key], index) =>
        `  - listen: tls://127.0.0.1:${6514 + index}\n    certificate: ${certificate}\n    key: ${key}\n`,
    );
    expect(errorsOf(`sources:\n${sources.join('')}`)).toEqual([
      'tunnelwatch.yaml:3: sources[0].certificate: gone.pem: no such file; check the path',
      'tunnelwatch.yaml:4: sources[0].key: gone.key: no such file; check the path',
      'tunnelwatch.yaml:6: sources[1].certificate: a.key: it contains a key, but no certificate; name a PEM file, which begins with -----BEGIN',
      'tunnelwatch.yaml:7: sources[1].key: a.pem: it contains a certificate, but no private key; name a PEM file, which begins with -----BEGIN',
      'tunnelwatch.yaml:9: sources[2].certificate: damaged.pem: the certificate in it is damaged; copy it again from where it was issued',
      'tunnelwatch.yaml:10: sources[2].key: damaged.key: the key in it is damaged; copy it again from where it was made',
      'tunnelwatch.yaml:12: sources[3].certificate: chain.pem: certificate 2 in it is damaged; copy it again from where it was issued',
      'tunnelwatch.yaml:13: sources[3].key: locked.key: the key has a passphrase; remove it: openssl pkey -in OLD -out NEW',
      'tunnelwatch.yaml:16: sources[4].key: b.key: it is not the key of the certificate; name the key with which that was requested; of a chain, the server’s own certificate comes first',
    ]);
  });

  it('[LIVE-64] of the pages: a certificate that has expired or is not valid yet', () => {
    makeAuthority(folder, 'a');
    const yaml = 'tls:\n  certificate: a.pem\n  key: a.key\n';
    expect(errorsOf(yaml)).toEqual([]);
    expect(errorsOf(yaml, { now: Date.now() + 3 * DAY_MS })).toEqual([
      expect.stringMatching(/^tunnelwatch\.yaml:2: tls\.certificate: a\.pem: it expired on \d{4}-\d\d-\d\d; renew it$/),
    ]);
    expect(errorsOf(yaml, { now: Date.now() - DAY_MS })).toEqual([
      expect.stringMatching(/a\.pem: it is not valid before \d{4}-\d\d-\d\d; check the clock of this machine$/),
    ]);
  });

  it('[LIVE-64] of channels and the provider: empty, with several lines, without a URL, a folder', () => {
    mkdirSync(join(folder, 'folder'));
    write('empty', ' \n');
    write('lines', 'one\ntwo\n');
    const channel = (name: string, kind: string, file: string): string =>
      `  - { name: ${name}, kind: ${kind}, secretFile: ${file} }\n`;
    const yaml = `notifications:\n${channel('a', 'pagerduty', 'empty')}${channel('b', 'pagerduty', 'lines')}${channel('c', 'slack', 'lines')}`;
    const oidc = 'oidc: { issuer: "https://login.example", clientId: x, viewer: [all], clientSecretFile: folder }\n';
    expect(errorsOf(yaml + oidc)).toEqual([
      'tunnelwatch.yaml:5: oidc.clientSecretFile: folder: this is a folder; specify a file in it',
      'tunnelwatch.yaml:2: notifications[0].secretFile: empty: it is empty; write the secret to it',
      'tunnelwatch.yaml:3: notifications[1].secretFile: lines: it has several lines; write only the secret to it, on one line',
      'tunnelwatch.yaml:4: notifications[2].secretFile: lines: it contains no URL; write the URL of the incoming webhook to it',
    ]);
  });

  it('[LIVE-64] faults of YAML are told in our words', () => {
    expect(errorsOf('port: 1: 2\n')).toEqual([
      'tunnelwatch.yaml:1: invalid YAML: a second colon makes a key within a value: quote the value, or put it on a line of its own; correct this line',
    ]);
  });
});

describe('paths that only a shell understands', () => {
  it('[LIVE-65] are refused where they are written', () => {
    const yaml = [
      'data: ~/data',
      'catalogue: $HOME/catalogue.yaml',
      'sources:',
      '  - files: [~noc/gw.log, "/var/log/${HOST}/*.log", /var/log/a$b~.log]',
      '  - { listen: "tls://127.0.0.1:6514", certificate: ~/a.pem, key: a.key }',
      'notifications: [{ name: a, kind: slack, secretFile: ~/slack }]',
      '',
    ].join('\n');
    const remedy = 'which is not expanded; write the whole path';
    expect(errorsOf(yaml)).toEqual([
      `tunnelwatch.yaml:1: data: "~/data" contains ~, ${remedy}`,
      `tunnelwatch.yaml:2: catalogue: "$HOME/catalogue.yaml" contains $HOME, ${remedy}`,
      `tunnelwatch.yaml:4: sources[0].files[0]: "~noc/gw.log" contains ~, ${remedy}`,
      `tunnelwatch.yaml:4: sources[0].files[1]: "/var/log/\${HOST}/*.log" contains \${HOST}, ${remedy}`,
      `tunnelwatch.yaml:4: sources[0].files[2]: "/var/log/a$b~.log" contains $b, ${remedy}`,
      `tunnelwatch.yaml:5: sources[1].certificate: "~/a.pem" contains ~, ${remedy}`,
      `tunnelwatch.yaml:6: notifications[0].secretFile: "~/slack" contains ~, ${remedy}`,
    ]);
    expect(errorsOf('', { env: { TUNNELWATCH_DATA: '~/data' } })).toEqual([
      `environment: TUNNELWATCH_DATA: "~/data" contains ~, ${remedy}`,
    ]);
  });

  it('[LIVE-65] are taken where such a file exists', () => {
    write('a$b.log', '');
    expect(errorsOf('sources: [{ files: a$b.log }]\n')).toEqual([]);
  });
});
