import { TlsGate } from '@tunnelwatch/server/ingest/source/syslog/tls-gate';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect, it } from 'vitest';
import { makeAuthority, makeCertificate } from '../../../support/certificates.js';
import { eventually } from '../../../support/serve-process.js';
import { tempFolders } from '../../../support/temp-folder.js';

const tempFolder = tempFolders();

it('[LIVE-43] a listener over TLS takes a renewed certificate, and keeps the old one while the new one is half there', async () => {
  const folder = tempFolder();
  const authority = makeAuthority(folder, 'authority');
  const [first, second] = [makeCertificate(folder, 'first', authority), makeCertificate(folder, 'second', authority)];
  const files = { certificate: join(folder, 'in-use.pem'), key: join(folder, 'in-use.key'), clientCa: null };
  copyFileSync(first.certificate, files.certificate);
  copyFileSync(first.key, files.key);
  const warnings: string[] = [];
  const onWarning = (message: string) => warnings.push(message);
  const gate = new TlsGate({ files, clock: Date.now, handshakeMs: 10_000, onWarning, pollMs: 20 });
  const server = createServer((socket) => {
    gate.take(socket, { onSocket: (over) => over.resume(), onRefused: () => undefined });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  const ca = readFileSync(authority.certificate);
  const shown = async () => {
    const socket = connect({ host: '127.0.0.1', servername: 'localhost', port, ca });
    await once(socket, 'secureConnect');
    const { CN } = socket.getPeerCertificate().subject;
    socket.destroy();
    return CN;
  };
  try {
    expect(await shown()).toBe('first');
    writeFileSync(files.certificate, 'half of a certif');
    await eventually('a warning', () => warnings.length > 0);
    expect(warnings[0]).toMatch(/^the certificate .* is not valid .*; the previous certificate stays in use$/);
    expect(gate.certificate.fault).toBe(warnings[0]);
    expect(await shown()).toBe('first');
    copyFileSync(second.certificate, files.certificate);
    copyFileSync(second.key, files.key);
    await eventually('the new one', async () => (await shown()) === 'second');
    expect(gate.certificate.fault).toBeNull();
  } finally {
    gate.close();
    server.close();
  }
});
