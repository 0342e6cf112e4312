import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { AuditKey, AuditKeys } from './audit-key.js';

const headShape = { id: z.number().int().positive(), hash: z.string(), at: z.number() };

/** The newest entry of the audit trail at some time. */
export const auditHeadSchema = z.object(headShape);
export type AuditHead = z.infer<typeof auditHeadSchema>;

const fileSchema = z.object({ ...headShape, keyId: z.string(), mac: z.string() });

/** The last seen head, kept outside the store; `problem` when its file was changed by somebody without the key. */
export type SeenHead = { head: AuditHead | null; problem?: string };

/**
 * The file with the last seen head: beside the key, one for each data folder, since several may share a key. Where that is
 * not writable, as with a mounted secret, it is in the data folder; the key protects it there too.
 */
function seenFiles({ file }: AuditKeys, dataDirectory: string): [string, string] {
  const folder = realpathSync(dataDirectory);
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 8);
  return [`${file}.${name}.head`, path.join(folder, 'audit.head')];
}

/** Reads the last seen head; the newer one if it had to move. */
export function readSeenHead(keys: AuditKeys, dataDirectory: string): SeenHead {
  const found: SeenHead = { head: null };
  for (const file of seenFiles(keys, dataDirectory)) {
    const text = textOf(file);
    if (text === undefined) continue;
    const head = parse(text, keys.keys);
    if (head === undefined)
      found.problem = `${file} was changed by something other than Tunnelwatch, or its key is gone`;
    else if (head.id > (found.head?.id ?? 0)) found.head = head;
  }
  return found;
}

/** Where the head is kept, as far as there is one: who restored a backup on purpose removes it. */
export function seenHeadFile(keys: AuditKeys, dataDirectory: string): string {
  const [beside, inside] = seenFiles(keys, dataDirectory);
  return existsSync(beside) || !existsSync(inside) ? beside : inside;
}

/** Keeps a head for later starts. @throws Error when it can be kept nowhere */
export function keepSeenHead(keys: AuditKeys, dataDirectory: string, head: AuditHead): void {
  const text = `${JSON.stringify({ ...head, keyId: keys.current.id, mac: macOf(head, keys.current) })}\n`;
  const [beside, inside] = seenFiles(keys, dataDirectory);
  try {
    replace(beside, text);
  } catch {
    replace(inside, text);
  }
}

function replace(file: string, text: string): void {
  const part = `${file}.new`;
  writeFileSync(part, text, { mode: 0o600, flush: true });
  renameSync(part, file);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return undefined;
    throw error;
  }
}

/** Undefined when it is not what a holder of one of the keys wrote. */
function parse(text: string, keys: readonly AuditKey[]): AuditHead | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) return undefined;
  const { keyId, mac, ...head } = parsed.data;
  const key = keys.find(({ id }) => id === keyId);
  if (key === undefined) return undefined;
  const expected = Buffer.from(macOf(head, key));
  const given = Buffer.from(mac);
  return given.length === expected.length && timingSafeEqual(given, expected) ? head : undefined;
}

function macOf({ id, hash, at }: AuditHead, { secret }: AuditKey): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify(['seen head', id, hash, at]))
    .digest('hex');
}
