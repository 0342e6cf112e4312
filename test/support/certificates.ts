import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { skipWithout } from './programs.js';

export interface Certificate {
  /** Path of the PEM file of the certificate. */
  certificate: string;
  /** Path of the PEM file of its key. */
  key: string;
}

function openssl(...words: string[]): void {
  skipWithout('openssl');
  execFileSync('openssl', words, { stdio: 'pipe' });
}

/** An authority that signs itself. */
export function makeAuthority(folder: string, name: string): Certificate {
  const made = pathsOf(folder, name);
  openssl(
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', `/CN=${name}`, '-keyout', made.key, '-out', made.certificate],
  );
  return made;
}

/** A certificate for this machine, signed by an authority, for either end of a connection. */
export function makeCertificate(folder: string, name: string, authority: Certificate): Certificate {
  const made = pathsOf(folder, name);
  const request = join(folder, `${name}.csr`);
  const extensions = join(folder, `${name}.ext`);
  writeFileSync(extensions, `subjectAltName=DNS:${name},DNS:localhost,IP:127.0.0.1\n`);
  openssl(
    ...['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', `/CN=${name}`],
    ...['-keyout', made.key, '-out', request],
  );
  openssl(
    ...['x509', '-req', '-in', request, '-days', '2', '-CA', authority.certificate, '-CAkey', authority.key],
    ...['-CAcreateserial', '-extfile', extensions, '-out', made.certificate],
  );
  return made;
}

function pathsOf(folder: string, name: string): Certificate {
  return { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
}
