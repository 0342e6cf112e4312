import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { TlsFiles } from '../../../config/settings.js';
import type { Validity } from '../../../core/alert/monitoring/certificate-rule.js';
import { CertificateError } from './listener-error.js';

/** The oldest accepted version (RFC 9662 section 3 requires 1.2 or newer for syslog). */
const MIN_VERSION = 'TLSv1.2';

/** What the files of a listener hold, and when its certificate is valid. */
export interface TlsMaterial {
  options: SecureContextOptions;
  validity: Validity;
}

/**
 * Reads certificate, key and authority.
 * @throws CertificateError naming the file and the remedy
 */
export function readTlsFiles(files: TlsFiles, now: number): TlsMaterial {
  const cert = readPem('certificate', files.certificate);
  const key = readPem('key', files.key);
  const certificate = parse('certificate', files.certificate, () => new X509Certificate(cert));
  const privateKey = parse('key', files.key, () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new CertificateError(`the key in ${files.key} does not match the certificate in ${files.certificate}`);
  }
  if (Date.parse(certificate.validTo) < now) {
    throw new CertificateError(`the certificate in ${files.certificate} expired on ${certificate.validTo}: renew it`);
  }
  const ca = files.clientCa === null ? undefined : readPem('clientCa', files.clientCa);
  if (files.clientCa !== null) parse('clientCa', files.clientCa, () => new X509Certificate(ca ?? ''));
  const options = { cert, key, minVersion: MIN_VERSION, ...(ca === undefined ? {} : { ca }) } as const;
  parse('certificate', files.certificate, () => createSecureContext(options));
  return { options, validity: { from: Date.parse(certificate.validFrom), to: Date.parse(certificate.validTo) } };
}

function readPem(what: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
    const reason =
      code === 'ENOENT'
        ? 'no such file; check the path'
        : code === 'EACCES'
          ? "permission denied; the server's user needs read access"
          : String(error);
    throw new CertificateError(`cannot read the ${what} ${file}: ${reason}`);
  }
}

function parse<T>(what: string, file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CertificateError(
      `the ${what} ${file} is not valid (${reason}): it must be a PEM file without a password`,
    );
  }
}
