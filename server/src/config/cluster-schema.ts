import { z } from 'zod';
import { settingNotes } from './setting-notes.js';

const MIB = 1024 * 1024;
const GB = 1_000_000_000;

const nameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/);

const fileSchema = () => z.string().min(1).nullable().default(null);

/** Several machines on NATS JetStream; without servers, this server is the only one. */
export const clusterSchema = z.strictObject({
  servers: z
    .array(z.string().regex(/^(?:nats|tls):\/\/[^\s/]+$/))
    .max(32)
    .default([])
    .register(settingNotes, {
      what: 'The NATS servers of the cluster; with any, this server is part of a cluster, and docs/cluster.md says how to set one up.',
      unit: null,
      expects: 'a list of URLs such as nats://192.0.2.1:4222',
      why: 'Without them one server reads, stores and shows everything, and nothing of NATS is loaded.',
      example: "['nats://192.0.2.1:4222', 'nats://192.0.2.2:4222', 'nats://192.0.2.3:4222']",
    }),
  member: nameSchema.nullable().default(null).register(settingNotes, {
    what: 'The name of this member; each has another one.',
    unit: null,
    expects: 'a name of up to 63 letters, digits, - and _',
    why: 'By default the name of the host.',
    example: 'noc-a',
  }),
  role: z.enum(['node', 'collector']).default('node').register(settingNotes, {
    what: 'A node stores and shows everything, and reads its own sources; a collector only reads its sources and sends the lines to the nodes.',
    unit: null,
    expects: 'node or collector',
    why: 'One machine that does both is the smallest part of a cluster.',
  }),
  name: nameSchema.default('tunnelwatch').register(settingNotes, {
    what: 'The name of the stream, and what the subjects of the cluster begin with.',
    unit: null,
    expects: 'a name of up to 63 letters, digits, - and _',
    why: 'Several clusters may share their NATS servers.',
  }),
  replicas: z
    .union([z.literal(1), z.literal(3), z.literal(5)])
    .default(3)
    .register(settingNotes, {
      what: 'On how many NATS servers each line is stored before it counts as received.',
      unit: 'copies',
      expects: '1, 3 or 5',
      why: 'Three survive the loss of one server, five that of two; one is for trying out.',
    }),
  streamBytes: z
    .number()
    .int()
    .min(64 * MIB)
    .max(Number.MAX_SAFE_INTEGER)
    .default(20 * GB)
    .register(settingNotes, {
      what: 'Size of the stream; when it is full, collectors wait and keep what they read.',
      unit: 'bytes',
      expects: 'a whole number of bytes, at least 67108864',
      why: 'At 26 bytes a line, about a day at 10,000 lines a second: a node that was away for less goes on from there.',
    }),
  streamHours: z.number().int().min(1).max(8760).default(24).register(settingNotes, {
    what: 'Messages older than this leave the stream, whether or not every node has applied them.',
    unit: 'hours',
    expects: 'a whole number of hours from 1 to 8760',
    why: 'A node that was away for longer begins with a copy of another one’s store; if all were away, what is older is lost.',
  }),
  spoolBytes: z
    .number()
    .int()
    .min(16 * MIB)
    .max(Number.MAX_SAFE_INTEGER)
    .default(GB)
    .register(settingNotes, {
      what: 'How much a collector keeps on its disk of what it has read and the cluster has not taken; beyond it files wait, connections are paused and datagrams are dropped and counted.',
      unit: 'bytes',
      expects: 'a whole number of bytes, at least 16777216',
      why: 'At 26 bytes a line, about an hour at 10,000 lines a second, and longer for most networks: NATS may be away for as long.',
    }),
  credentialsFile: fileSchema().register(settingNotes, {
    what: 'File with credentials for the NATS servers.',
    unit: null,
    expects: 'the path of a file',
    why: 'Servers that anybody can reach must not accept anybody.',
    example: '/etc/tunnelwatch/nats.creds',
  }),
  ca: fileSchema().register(settingNotes, {
    what: 'Certificate authority of the NATS servers, PEM.',
    unit: null,
    expects: 'the path of a file',
    why: 'By default those that the system trusts.',
    example: '/etc/tunnelwatch/nats-ca.pem',
  }),
  certificate: fileSchema().register(settingNotes, {
    what: 'Certificate with which this member identifies itself to the NATS servers, PEM.',
    unit: null,
    expects: 'the path of a file',
    why: 'Only where the servers ask for one.',
    example: '/etc/tunnelwatch/member.pem',
  }),
  key: fileSchema().register(settingNotes, {
    what: 'Key of cluster.certificate, PEM.',
    unit: null,
    expects: 'the path of a file',
    why: 'Only where the servers ask for a certificate.',
    example: '/etc/tunnelwatch/member.key',
  }),
});

/** The settings of a cluster, validated, with defaults filled in. */
export type ParsedCluster = z.output<typeof clusterSchema>;

/** Longer lines would not fit into a message of the stream. */
const MAX_LINE_BYTES = 262_144;

/** Refuses settings that a cluster cannot have. */
export function checkCluster(
  {
    cluster,
    ingest,
    audit,
    demo,
  }: {
    cluster: ParsedCluster;
    ingest: { maxLineBytes: number };
    audit: { keyFile: string | null };
    demo: boolean | 'auto';
  },
  context: z.RefinementCtx,
): void {
  const refuse = (path: string[], message: string, remedy: string): void => {
    context.addIssue({ code: 'custom', path, message, params: { remedy } });
  };
  if (cluster.servers.length === 0) {
    if (cluster.role === 'collector') {
      refuse(['cluster', 'role'], 'a collector has nobody to send lines to', 'set cluster.servers too');
    }
    return;
  }
  if (ingest.maxLineBytes > MAX_LINE_BYTES) {
    const remedy = `in a cluster, expected at most ${String(MAX_LINE_BYTES)}`;
    refuse(['ingest', 'maxLineBytes'], 'such a line does not fit into a message of the stream', remedy);
  }
  if (cluster.role === 'node' && audit.keyFile === null) {
    const remedy = 'set audit.keyFile to a file that all nodes have, and copy it from the first one to the others';
    refuse(['cluster', 'servers'], 'each node would chain the audit trail with a key of its own', remedy);
  }
  if (demo === true) {
    refuse(['demo'], 'a simulated gateway does not belong in a cluster', 'remove it, or cluster.servers');
  }
  if (cluster.certificate !== null && cluster.key === null) {
    refuse(['cluster', 'certificate'], 'the certificate has no key', 'set cluster.key too');
  }
  if (cluster.key !== null && cluster.certificate === null) {
    refuse(['cluster', 'key'], 'the key has no certificate', 'set cluster.certificate too');
  }
  if (cluster.certificate !== null && cluster.ca === null) {
    refuse(['cluster', 'certificate'], 'the authority of the servers is not known', 'set cluster.ca too');
  }
}
