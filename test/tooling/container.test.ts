import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadSettings } from '@tunnelwatch/server/config/load';
import { SETTINGS } from '@tunnelwatch/server/config/setting-list';

const serviceSchema = z.object({
  image: z.string(),
  read_only: z.literal(true),
  init: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  restart: z.literal('unless-stopped'),
  command: z.array(z.string()).default(['serve']),
  environment: z.strictObject({ TZ: z.string(), NODE_EXTRA_CA_CERTS: z.string() }),
  profiles: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()),
});
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.null()),
});

const compose = composeSchema.parse(parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }));
const dockerfile = readFileSync('Dockerfile', 'utf8');
const flags = new Set(SETTINGS.map((setting) => setting.flag));

/** The settings that the image makes by variables. */
const OF_THE_IMAGE = {
  TUNNELWATCH_CONFIG: '/etc/tunnelwatch/tunnelwatch.yaml',
  TUNNELWATCH_DATA: '/data',
  TUNNELWATCH_AUDIT_KEY_FILE: '/keys/audit.key',
  TUNNELWATCH_HOST: '0.0.0.0',
};

describe('docker-compose.yml', () => {
  it('starts one service, and the rest only with the profile demo', () => {
    const profiles = Object.entries(compose.services).map(([name, service]) => [name, ...service.profiles]);
    expect(profiles).toEqual([['tunnelwatch'], ['demo', 'demo']]);
  });

  it('publishes on the loopback address only, and no port twice', () => {
    const ports = Object.values(compose.services).flatMap((service) => service.ports);
    expect(ports).toEqual(['127.0.0.1:8080:8080', '127.0.0.1:8081:8080']);
  });

  it('mounts logs read-only where they are only read, and nothing of the host but them', () => {
    const mounts = Object.values(compose.services).flatMap((service) => service.volumes);
    const named = mounts.filter((mount) => Object.keys(compose.volumes).some((name) => mount.startsWith(`${name}:`)));
    expect(mounts.filter((mount) => !named.includes(mount))).toEqual([
      '${TUNNELWATCH_SETTINGS:-./packaging/container}:/etc/tunnelwatch:ro',
      '${TUNNELWATCH_LOGS:-./logs}:/logs:ro',
    ]);
    expect(named).toEqual(['data:/data', 'keys:/keys', 'demo-data:/data', 'demo-keys:/keys']);
  });

  it.each(['tunnelwatch', 'demo'])('gives %s only flags that serve has', (name) => {
    const [command, ...args] = compose.services[name]?.command ?? [];
    expect(command).toBe('serve');
    expect(args.filter((arg) => arg.startsWith('--') && !flags.has(arg))).toEqual([]);
  });
});

describe('Dockerfile', () => {
  it('copies only what is in the repository', () => {
    const copies = dockerfile.match(/^COPY (?!--from)(.*) \S+$/gm) ?? [];
    const sources = copies.flatMap((line) => line.split(' ').slice(1, -1)).filter((source) => source !== '.');
    expect(sources).toContain('package-lock.json');
    expect(sources.filter((source) => !existsSync(source))).toEqual([]);
  });

  it('copies every place where packages are installed', () => {
    // Packages that do not fit into the one node_modules would lie in a second one, which the image does not have.
    expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"(server|shared)\/node_modules\//);
  });

  it('runs as somebody else than root, on the published ports, and asks as the configuration says whether it is ready', () => {
    expect(dockerfile.match(/^USER (.*)$/gm)).toEqual(['USER node']);
    expect(dockerfile).toMatch(/^EXPOSE 8080\/tcp 514\/udp 514\/tcp 6514\/tcp$/m);
    expect(dockerfile).toContain('CMD ["tunnelwatch", "healthcheck"]');
  });

  it('sets what only the container knows, and its configuration with that is valid', () => {
    const set = Object.fromEntries(
      [...dockerfile.matchAll(/\b(TUNNELWATCH_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
    );
    expect(set).toEqual(OF_THE_IMAGE);
    const env = { ...OF_THE_IMAGE, TUNNELWATCH_CONFIG: 'packaging/container/tunnelwatch.yaml', TZ: 'UTC' };
    const loaded = loadSettings({ flags: {}, env, cwd: process.cwd() });
    expect(loaded).toMatchObject({ ok: true, settings: { data: '/data', host: '0.0.0.0', demo: false } });
    expect(loaded.ok && loaded.settings.sources).toMatchObject([{ files: ['/logs/**/*.log'] }]);
  });
});
