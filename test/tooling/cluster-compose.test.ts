import { loadSettings } from '@tunnelwatch/server/config/load';
import { SETTINGS } from '@tunnelwatch/server/config/setting-list';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { findProgram } from '../../scripts/programs.mjs';
import { lacks } from '../support/programs.js';
import { tempFolders } from '../support/temp-folder.js';

const serviceSchema = z.object({
  image: z.string(),
  restart: z.literal('unless-stopped'),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  healthcheck: z.strictObject({ disable: z.boolean() }).optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
});
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.null()),
  configs: z.object({ haproxy: z.object({ content: z.string() }) }),
});
const compose = composeSchema.parse(parse(readFileSync('docker-compose.cluster.yml', 'utf8'), { merge: true }));
const services = Object.entries(compose.services);
const members = services.filter(([, { image }]) => image === 'tunnelwatch');
const tempFolder = tempFolders();

describe('[CLU-11] docker-compose.cluster.yml', () => {
  it('has three NATS servers that know each other, three nodes, two collectors and HAProxy', () => {
    expect(services.map(([name]) => name)).toEqual([
      ...['nats-1', 'nats-2', 'nats-3', 'node-1', 'node-2', 'node-3', 'collector-1', 'collector-2', 'haproxy'],
    ]);
    for (const [name, { command, volumes }] of services.filter(([each]) => each.startsWith('nats'))) {
      expect(command).toContain(`--server_name=${name}`);
      expect(command).toContain('--routes=nats://nats-1:6222,nats://nats-2:6222,nats://nats-3:6222');
      expect(volumes).toEqual([`${name}:/data`]);
    }
  });

  it.each(members)(
    'gives %s settings that are right, a name of its own and nothing to write to but its volumes',
    (name, service) => {
      const { TZ: _zone, ...own } = service.environment;
      // As the image has it.
      const env = { ...own, TUNNELWATCH_AUDIT_KEY_FILE: '/keys/audit.key' };
      const known = new Set([...SETTINGS.map(({ environmentName }) => environmentName), 'TUNNELWATCH_CONFIG']);
      const more = new Set(['TUNNELWATCH_FILES', 'TUNNELWATCH_LISTEN']);
      expect(Object.keys(env).filter((each) => !known.has(each) && !more.has(each))).toEqual([]);
      const loaded = loadSettings({ flags: {}, env: { ...env, TZ: 'UTC' }, cwd: tempFolder() });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
      const { cluster, sources } = loaded.settings;
      const role = name.startsWith('node') ? 'node' : 'collector';
      expect(cluster).toMatchObject({ member: name, role, replicas: 3 });
      expect(cluster?.servers).toEqual(['nats://nats-1:4222', 'nats://nats-2:4222', 'nats://nats-3:4222']);
      expect(sources.length > 0).toBe(role === 'collector');
      expect(service.healthcheck?.disable ?? false).toBe(role === 'collector');
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      const written = service.volumes.filter((volume) => !volume.endsWith(':ro'));
      // The key of the audit trail is the same on all nodes.
      expect(written).toEqual([`${name}-data:/data`, ...(role === 'node' ? ['keys:/keys'] : [])]);
    },
  );

  it('publishes on the loopback address only, and has a volume for each that it names', () => {
    const ports = services.flatMap(([, service]) => service.ports);
    expect(ports).toEqual(['127.0.0.1:5514:5514/udp', '127.0.0.1:5514:5514/tcp', '127.0.0.1:8080:8080']);
    const all = services.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    const named = [...new Set(all)];
    expect(named.filter((volume) => !volume.startsWith('$')).toSorted()).toEqual(
      Object.keys(compose.volumes).toSorted(),
    );
  });

  it.skipIf(lacks('haproxy'))('has a configuration that HAProxy takes, and passes on to every node', () => {
    const file = join(tempFolder(), 'haproxy.cfg');
    const { content } = compose.configs.haproxy;
    writeFileSync(file, content);
    const { status, stderr } = spawnSync(findProgram('haproxy') ?? '', ['-c', '-f', file], { encoding: 'utf8' });
    expect({ status, stderr: stderr.replaceAll(/^.*could not resolve.*\n/gm, '') }).toMatchObject({ status: 0 });
    for (const [name] of members.filter(([each]) => each.startsWith('node'))) {
      expect(content).toContain(`server ${name} ${name}:8080`);
    }
  });
});
