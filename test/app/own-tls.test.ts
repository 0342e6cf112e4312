import { OwnCertificate } from '@tunnelwatch/server/app/own-certificate';
import { createWebServer } from '@tunnelwatch/server/app/web-server';
import { once } from 'node:events';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, type DetailedPeerCertificate, type SecureVersion } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { makeAuthority, makeCertificate } from '../support/certificates.js';
import { httpsRequest } from '../support/https-request.js';
import { runCli } from '../support/run-cli.js';
import { eventually, ServeProcess } from '../support/serve-process.js';
import { tempFolders } from '../support/temp-folder.js';
import { bearer, tokenFor } from '../support/known-people.js';

const tempFolder = tempFolders();

/** The certificate that a server shows; an error when it refuses the version. */
function shownBy(port: number, ca: Buffer, version: SecureVersion = 'TLSv1.3'): Promise<DetailedPeerCertificate> {
  return new Promise((resolve, reject) => {
    // Down to where OpenSSL itself would refuse: the server is what is asked.
    const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT:@SECLEVEL=0' };
    const socket = connect({ host: '127.0.0.1', servername: 'localhost', port, ca, ...old }, () => {
      resolve(socket.getPeerCertificate(true));
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

describe('TLS by files', () => {
  it('serves pages and cookies over https, tells browsers to stay there, and speaks no old TLS', async () => {
    const folder = tempFolder();
    const authority = makeAuthority(folder, 'authority');
    const { certificate, key } = makeCertificate(folder, 'watch.example', authority);
    const server = await ServeProcess.start({
      signIn: true,
      flags: ['--tls-certificate', certificate, '--tls-key', key],
    });
    try {
      const ca = readFileSync(authority.certificate);
      expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/$/);
      const page = await httpsRequest(server.url, { ca });
      expect([page.status, page.headers['strict-transport-security']]).toEqual([200, 'max-age=15552000']);
      const token = tokenFor(server.data, 'wall');
      const wall = await httpsRequest(new URL('api/v1/session', server.url), { ca, method: 'POST', body: { token } });
      expect(wall.headers['set-cookie']?.[0]).toMatch(
        /^__Host-tunnelwatch-wall=tw_.*; HttpOnly; Secure; SameSite=Strict$/,
      );
      expect(
        (await httpsRequest(new URL('api/v1/session', server.url), { ca, headers: bearer(token) })).body,
      ).toContain('"role":"wall"');
      await expect(shownBy(server.port, ca, 'TLSv1.1')).rejects.toThrow(/protocol version/);
      expect((await shownBy(server.port, ca, 'TLSv1.2')).subject.CN).toBe('watch.example');
    } finally {
      await server.remove();
    }
  });

  it('[LIVE-43] takes a renewed certificate without a restart, and keeps the old one while the new one is half there', async () => {
    const folder = tempFolder();
    const authority = makeAuthority(folder, 'authority');
    const ca = readFileSync(authority.certificate);
    const [first, second] = [makeCertificate(folder, 'first', authority), makeCertificate(folder, 'second', authority)];
    const [certificate, key] = [join(folder, 'in-use.pem'), join(folder, 'in-use.key')];
    copyFileSync(first.certificate, certificate);
    copyFileSync(first.key, key);
    const problems: (string | null)[] = [];
    const renewed: string[] = [];
    const own = new OwnCertificate({
      certificate,
      key,
      clock: Date.now,
      pollMs: 20,
      onProblem: (message) => problems.push(message),
      onRenewed: (message) => renewed.push(message),
    });
    const server = createWebServer((_request, response) => response.end(), own);
    try {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      // A server that listens on TCP has an address with a port.
      const { port } = server.address() as AddressInfo;
      expect((await shownBy(port, ca)).subject.CN).toBe('first');
      writeFileSync(certificate, 'half of a certif');
      await eventually('a problem', () => problems.length > 0);
      expect(problems.at(-1)).toMatch(/^cannot use the HTTPS certificate: .*; the previous certificate stays in use$/);
      expect((await shownBy(port, ca)).subject.CN).toBe('first');
      copyFileSync(second.certificate, certificate);
      copyFileSync(second.key, key);
      await eventually('the new one', async () => (await shownBy(port, ca)).subject.CN === 'second');
      await eventually('the end of the problem', () => problems.at(-1) === null);
      expect(renewed).toEqual([
        expect.stringMatching(/^the certificate of the pages was renewed: CN=second, valid until 2/),
      ]);
    } finally {
      server.close();
    }
  });

  it('[LIVE-43] says when the certificate ends soon, in the last third of a short life, and when it has ended', () => {
    const folder = tempFolder();
    const { certificate, key } = makeCertificate(folder, 'watch.example', makeAuthority(folder, 'authority'));
    const problemIn = (hours: number) => {
      const problems: (string | null)[] = [];
      const own = new OwnCertificate({
        certificate,
        key,
        clock: () => Date.now() + hours * 3_600_000,
        onProblem: (message) => problems.push(message),
        onRenewed: () => undefined,
      });
      createWebServer(() => undefined, own).close();
      return problems;
    };
    expect(problemIn(0)).toEqual([]);
    expect(problemIn(40)).toEqual([
      expect.stringMatching(/watch\.example\.pem expires on 2.*: renew it; the new one is/),
    ]);
    expect(problemIn(49)).toEqual([expect.stringMatching(/watch\.example\.pem expired on 2.*: renew it$/)]);
  });

  it('[LIVE-44] [LIVE-92] reloads certificate and configuration on SIGHUP, keeps connections, and says what needs a restart', async () => {
    const folder = tempFolder();
    const authority = makeAuthority(folder, 'authority');
    const ca = readFileSync(authority.certificate);
    const [first, second] = [makeCertificate(folder, 'first', authority), makeCertificate(folder, 'second', authority)];
    const [certificate, key] = [join(folder, 'in-use.pem'), join(folder, 'in-use.key')];
    const config = join(folder, 'tunnelwatch.yaml');
    copyFileSync(first.certificate, certificate);
    copyFileSync(first.key, key);
    writeFileSync(config, 'log: { level: info }\n');
    const server = await ServeProcess.start({
      flags: ['--config', config, '--tls-certificate', certificate, '--tls-key', key],
    });
    try {
      const open = connect({ host: '127.0.0.1', servername: 'localhost', port: server.port, ca });
      await once(open, 'secureConnect');
      copyFileSync(second.certificate, certificate);
      copyFileSync(second.key, key);
      writeFileSync(config, 'log: { level: warn }\nretention: { maxAgeDays: 30 }\naliases: { old-fw: gw1 }\n');
      process.kill(server.pid, 'SIGHUP');
      await eventually('the answer', () => server.logged.includes('were reloaded'));
      expect(server.logged).toContain(
        'configuration and certificates were reloaded: log.level is warn; restart for: aliases, retention.maxAgeDays',
      );
      expect((await shownBy(server.port, ca)).subject.CN).toBe('second');
      open.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      expect(String(await once(open, 'data'))).toMatch(/^HTTP\/1\.1 200/);
      writeFileSync(config, 'log: { level: loud }\n');
      process.kill(server.pid, 'SIGHUP');
      await eventually('the refusal', () => server.logged.includes('was not reloaded'));
      expect((await shownBy(server.port, ca)).subject.CN).toBe('second');
      // The command answers whoever asked.
      expect(await runCli(['reload', '--data', server.data])).toMatchObject({
        code: 2,
        err: expect.stringMatching(/log\.level.*\nThe configuration in force stays\.\n$/s),
      });
      writeFileSync(config, 'log: { level: info }\n');
      expect(await runCli(['reload', '--data', server.data])).toMatchObject({ code: 0, out: 'log.level is info\n' });
      expect(await server.end()).toBe(0);
      expect(await runCli(['reload', '--data', server.data])).toMatchObject({
        code: 1,
        err: expect.stringContaining(`no server uses ${server.data}`),
      });
    } finally {
      await server.remove();
    }
  });

  it('says what is wrong with its files', async () => {
    const folder = tempFolder();
    const authority = makeAuthority(folder, 'authority');
    const flags = ['--port', '0', '--data', join(folder, 'data'), '--demo'];
    const missing = await runCli([
      'serve',
      '--tls-certificate',
      join(folder, 'none'),
      '--tls-key',
      authority.key,
      ...flags,
    ]);
    expect(missing).toMatchObject({
      code: 1,
      err: expect.stringContaining('tls.certificate and tls.key must be matching PEM files'),
    });
    const other = makeAuthority(folder, 'other');
    const apart = await runCli(['serve', '--tls-certificate', authority.certificate, '--tls-key', other.key, ...flags]);
    expect(apart).toMatchObject({ code: 1, err: expect.stringContaining('cannot use the HTTPS certificate') });
    const alone = await runCli(['serve', '--tls-certificate', authority.certificate, ...flags]);
    expect(alone).toMatchObject({ code: 2, err: expect.stringContaining('set tls.key too') });
  });
});
