import { type SecureContextOptions } from 'node:tls';
import type { TlsFiles } from '../../config/settings.js';
/**
 * Reads certificate, key and authority.
 * @throws CertificateError naming the file and the remedy
 */
export declare function readTlsFiles(files: TlsFiles, now: number): SecureContextOptions;
