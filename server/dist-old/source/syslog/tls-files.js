import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { CertificateError } from './listener-error.js';
/** The oldest version that is spoken (RFC 9662 section 3 wants 1.2 or newer for syslog). */
const LEAST_VERSION = 'TLSv1.2';
/**
 * Reads certificate, key and authority.
 * @throws CertificateError naming the file and the remedy
 */
export function readTlsFiles(files, now) {
    const cert = readPem('certificate', files.certificate);
    const key = readPem('key', files.key);
    const certificate = parse('certificate', files.certificate, () => new X509Certificate(cert));
    const privateKey = parse('key', files.key, () => createPrivateKey(key));
    if (!certificate.checkPrivateKey(privateKey)) {
        throw new CertificateError(`the key in ${files.key} does not belong to the certificate in ${files.certificate}`);
    }
    if (Date.parse(certificate.validTo) < now) {
        throw new CertificateError(`the certificate in ${files.certificate} ended on ${certificate.validTo}: renew it`);
    }
    const ca = files.clientCa === null ? undefined : readPem('clientCa', files.clientCa);
    if (files.clientCa !== null)
        parse('clientCa', files.clientCa, () => new X509Certificate(ca ?? ''));
    const options = { cert, key, minVersion: LEAST_VERSION, ...(ca === undefined ? {} : { ca }) };
    parse('certificate', files.certificate, () => createSecureContext(options));
    return options;
}
function readPem(what, file) {
    try {
        return readFileSync(file);
    }
    catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        const reason = code === 'ENOENT'
            ? 'there is no such file; check the path'
            : code === 'EACCES'
                ? "permission denied; the server's user needs read access"
                : String(error);
        throw new CertificateError(`cannot read the ${what} ${file}: ${reason}`);
    }
}
function parse(what, file, read) {
    try {
        return read();
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new CertificateError(`the ${what} ${file} cannot be used (${reason}): it must be a PEM file without a password`);
    }
}
//# sourceMappingURL=tls-files.js.map