import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from '../support/run-cli.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();

/** Applies a configuration of this content, where no server runs. */
async function apply(content: string) {
  const folder = tempFolder();
  const file = join(folder, 'tunnelwatch.yaml');
  writeFileSync(file, content);
  writeFileSync(join(folder, 'own.yaml'), 'messages:\n  - { id: 900001 }\n');
  const ran = await runCli(['cluster', 'apply-config', '--yes', '--config', file], { cwd: folder });
  return { ...ran, err: ran.err.replaceAll(folder, '/etc') };
}

const CLUSTER = "audit: { keyFile: ./audit.key }\ncluster: { servers: ['nats://192.0.2.1:4222'] }\n";

it('[CLU-71] without a cluster there is nothing to apply', async () => {
  const { code, err } = await apply('port: 8081\n');
  expect(code).toBe(2);
  expect(err).toContain('/etc/tunnelwatch.yaml: no cluster is configured (cluster.servers)');
});

it('[CLU-71] a collector has nothing to apply', async () => {
  const { code, err } = await apply("cluster: { role: collector, servers: ['nats://192.0.2.1:4222'] }\n");
  expect(code).toBe(2);
  expect(err).toContain('this is the configuration of a collector');
});

it('[CLU-71] errors of the configuration and of its catalogue are named, and nothing is applied', async () => {
  const wrong = await apply(`${CLUSTER}alerts: { mostPerRule: 1 }\n`);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('alerts.mostPerRule');
  const catalogue = await apply(`${CLUSTER}catalogue: ./own.yaml\n`);
  expect(catalogue.code).toBe(2);
  expect(catalogue.err).toContain('message 900001 is new and has no text');
});

it('[CLU-71] where no node runs, it says so', async () => {
  const { code, err } = await apply(CLUSTER);
  expect(code).toBe(1);
  expect(err).toMatch(/^Nothing was applied: no server uses .*is it running/);
});
