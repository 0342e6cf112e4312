import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificate } from './certificates.js';
import { freePort } from './free-port.js';
import { isListening } from './is-listening.js';
import { startProcess } from './processes.js';
import { eventually } from './serve-process.js';

export interface NginxOptions {
  /** For its files. */
  folder: string;
  certificate: Certificate;
  /** What it passes on to. */
  upstreamPort: number;
  /** Under which path, with slashes at both ends. */
  path: string;
}

/** Debian's nginx, which adds TLS and a path in front of a server: with the very lines that docs/people.md names. */
export class Nginx {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    /** Where the pages are, with a slash at the end. */
    readonly url: string,
  ) {}

  static async start({ folder, certificate, upstreamPort, path }: NginxOptions, location: string): Promise<Nginx> {
    const port = await freePort();
    const file = join(folder, 'nginx.conf');
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${join(folder, name)};`,
    );
    writeFileSync(
      file,
      `daemon off; pid ${join(folder, 'nginx.pid')}; error_log stderr; worker_processes 1; events {}
       http { access_log off; ${temporary.join(' ')}
         server {
           listen 127.0.0.1:${String(port)} ssl;
           ssl_certificate ${certificate.certificate}; ssl_certificate_key ${certificate.key};
           ${location.replaceAll('/tunnelwatch/', path).replaceAll('127.0.0.1:8080', `127.0.0.1:${String(upstreamPort)}`)}
         }
       }`,
    );
    const child = startProcess('/usr/sbin/nginx', ['-c', file, '-p', folder, '-e', 'stderr']);
    await eventually('nginx', () => isListening(port));
    return new Nginx(child, port, `https://localhost:${String(port)}${path}`);
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
