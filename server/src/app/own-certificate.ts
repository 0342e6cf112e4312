import { HOUR_MS } from '@tunnelwatch/shared/time-units';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import { ending } from '../core/alert/monitoring/certificate-rule.js';

export interface OwnCertificateOptions {
  certificate: string;
  key: string;
  /** Epoch ms. */
  clock: () => number;
  /** What is wrong with the certificate, in words; null once nothing is. */
  onProblem: (message: string | null) => void;
  onRenewed: (message: string) => void;
  /** How often the files are looked at, milliseconds. */
  pollMs?: number;
}

/** Certificates are renewed every few weeks: looking at the files four times a minute is soon enough. */
const POLL_MS = 15_000;

interface TlsPair {
  cert: Buffer;
  key: Buffer;
}

/**
 * The certificate of the pages, from its files. It is taken anew when a file has changed and on request; open connections keep
 * the one that they began with. A pair that cannot be used leaves the old one in use.
 */
export class OwnCertificate {
  private pair: TlsPair;
  /** Why the files cannot be used now; null while they can. */
  private fault: string | null = null;
  private problem: string | null = null;
  private server: Server | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly onChange = (): void => {
    this.reload();
  };

  /** @throws Error when the files cannot be read, or do not fit each other */
  constructor(private readonly options: OwnCertificateOptions) {
    this.pair = readPair(options);
  }

  /** Until when the certificate in use is valid, epoch ms. */
  get validTo(): number {
    return Date.parse(new X509Certificate(this.pair.cert).validTo);
  }

  /** What a server begins with. */
  get tlsOptions(): TlsPair & { minVersion: 'TLSv1.2' } {
    return { ...this.pair, minVersion: 'TLSv1.2' };
  }

  /** Keeps the certificate of a server up to date until the server is closed. */
  attach(server: Server): void {
    const { certificate, key, pollMs = POLL_MS } = this.options;
    this.server = server;
    for (const file of [certificate, key]) watchFile(file, { interval: pollMs, persistent: false }, this.onChange);
    this.timer = setInterval(() => {
      this.tell();
    }, HOUR_MS);
    this.timer.unref();
    server.once('close', () => {
      for (const file of [certificate, key]) unwatchFile(file, this.onChange);
      clearInterval(this.timer);
    });
    this.tell();
  }

  /** Takes what the files have now. */
  reload(): void {
    try {
      const pair = readPair(this.options);
      this.fault = null;
      if (!pair.cert.equals(this.pair.cert) || !pair.key.equals(this.pair.key)) {
        this.server?.setSecureContext({ ...pair, minVersion: 'TLSv1.2' });
        this.pair = pair;
        const { subject, validTo } = new X509Certificate(pair.cert);
        const name = subject.replaceAll('\n', ', ');
        this.options.onRenewed(`the certificate of the pages was renewed: ${name}, valid until ${iso(validTo)}`);
      }
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.fault = `${text}; the previous certificate stays in use`;
    }
    this.tell();
  }

  private tell(): void {
    const problem = this.fault ?? this.expiry();
    if (problem === this.problem) return;
    this.problem = problem;
    this.options.onProblem(problem);
  }

  private expiry(): string | null {
    const { validFrom, validTo } = new X509Certificate(this.pair.cert);
    const { certificate } = this.options;
    const end = ending({ from: Date.parse(validFrom), to: Date.parse(validTo) }, this.options.clock());
    if (end === null) return null;
    if (end === 'expired') return `the certificate of the pages ${certificate} expired on ${iso(validTo)}: renew it`;
    return `the certificate of the pages ${certificate} expires on ${iso(validTo)}: renew it; the new one is used without a restart`;
  }
}

function iso(date: string): string {
  return new Date(date).toISOString();
}

/** @throws Error naming the remedy */
function readPair({ certificate, key }: Pick<OwnCertificateOptions, 'certificate' | 'key'>): TlsPair {
  try {
    const pair = { cert: readFileSync(certificate), key: readFileSync(key) };
    createSecureContext(pair);
    if (!new X509Certificate(pair.cert).checkPrivateKey(createPrivateKey(pair.key))) {
      throw new Error(`the key in ${key} does not match the certificate in ${certificate}`);
    }
    return pair;
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `cannot use the HTTPS certificate: ${text}; tls.certificate and tls.key must be matching PEM files`,
      { cause },
    );
  }
}
