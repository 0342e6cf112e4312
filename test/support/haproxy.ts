import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../scripts/programs.mjs';
import { documentedBlock } from './documented-block.js';
import { isListening } from './is-listening.js';
import { startProcess } from './processes.js';
import { eventually } from './serve-process.js';

export interface HaProxyOptions {
  /** For its files. */
  folder: string;
  /** Where it listens; pages are at `https://localhost:PORT/`. */
  port: number;
  /** Where the nodes serve their pages, as many as docs/cluster.md has. */
  nodes: readonly number[];
}

/** HAProxy with the very lines of docs/cluster.md and a certificate that signs itself. It ends with this process, or by what is given. */
export async function startHaProxy({ folder, port, nodes }: HaProxyOptions): Promise<() => void> {
  const file = join(folder, 'haproxy.cfg');
  let configuration = documentedBlock('docs/cluster.md', 'haproxy')
    .replace('bind :443', `bind 127.0.0.1:${String(port)}`)
    .replace('/etc/haproxy/noc.example.pem', makePem(folder));
  for (const [at, node] of nodes.entries()) {
    configuration = configuration.replaceAll(`192.0.2.${String(at + 1)}:8080`, `127.0.0.1:${String(node)}`);
  }
  writeFileSync(file, configuration);
  const child = startProcess(findProgram('haproxy') ?? 'haproxy', ['-f', file, '-db']);
  await eventually('HAProxy', () => isListening(port));
  return () => {
    child.kill('SIGKILL');
  };
}

/** A certificate with its key in one file, as HAProxy takes it. */
function makePem(folder: string): string {
  const [certificate, key] = [join(folder, 'haproxy.crt'), join(folder, 'haproxy.key')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-keyout', key, '-out', certificate],
    ],
    { stdio: 'pipe' },
  );
  const pem = join(folder, 'haproxy.pem');
  writeFileSync(pem, readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'));
  return pem;
}
