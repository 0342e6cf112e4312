import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A key that chains the entries of the audit trail. It never leaves the process, and is never logged. */
export interface AuditKey {
  /** Names the key without revealing it: 16 hexadecimal digits. */
  readonly id: string;
  /** 32 random bytes. */
  readonly secret: Uint8Array;
}

/** The keys of one file; the last one chains new entries, the others verify old ones. */
export interface AuditKeys {
  readonly file: string;
  readonly keys: readonly AuditKey[];
  readonly current: AuditKey;
  /** True when the file was created just now. */
  readonly isNew: boolean;
  /** Whether the file is within the data folder, where whoever can change the store can also read the key. */
  readonly isInside: boolean;
}

export interface AuditKeyPlace {
  /** The configured file; null for the default. */
  keyFile: string | null;
  dataDirectory: string;
}

const KEY_BYTES = 32;
const KEY_LINE = /^[0-9a-f]{64}$/i;

/**
 * Reads the keys, and creates the first one if there is no file yet.
 *
 * By default the file is beside the data folder (`data.audit.key` for `data`), so that what copies, restores or changes the
 * store does not have the key. Where that is not writable, or is another file system, as beside a mounted volume, it is in
 * the data folder.
 * @throws Error with the remedy when the file cannot be read, created or understood
 */
export function openAuditKeys(place: AuditKeyPlace): AuditKeys {
  const known = readAuditKeys(place);
  if (known !== undefined) return known;
  const [first, ...others] = candidates(place);
  for (const file of [first, ...others]) {
    try {
      createKey(file, place.dataDirectory);
      return keysOf(file, place, true);
    } catch (error) {
      if (file !== [first, ...others].at(-1)) continue;
      throw new Error(
        `cannot create the key of the audit trail ${file}: ${textOf(error)}; set audit.keyFile to a file that the server’s user can create`,
        { cause: error },
      );
    }
  }
  throw new Error('unreachable: there is always a candidate');
}

/** As `openAuditKeys`, without creating anything: undefined if there is no file. @throws Error when it cannot be used */
export function readAuditKeys(place: AuditKeyPlace): AuditKeys | undefined {
  const file = candidates(place).find((each) => existsSync(each));
  return file === undefined ? undefined : keysOf(file, place, false);
}

function candidates({ keyFile, dataDirectory }: AuditKeyPlace): [string, ...string[]] {
  if (keyFile !== null) return [keyFile];
  const folder = path.resolve(dataDirectory);
  const inside = path.join(folder, 'audit.key');
  const beside = path.join(path.dirname(folder), `${path.basename(folder)}.audit.key`);
  return isMount(folder) ? [inside] : [beside, inside];
}

/** A volume of a container: what is beside it is lost with the container. */
function isMount(folder: string): boolean {
  const parent = path.dirname(folder);
  return parent === folder || (existsSync(folder) && statSync(folder).dev !== statSync(parent).dev);
}

function keysOf(file: string, { dataDirectory }: AuditKeyPlace, isNew: boolean): AuditKeys {
  const keys = readLines(file).map((line): AuditKey => {
    if (!KEY_LINE.test(line)) {
      throw new Error(
        `${file} is not a key of the audit trail: each line must have 64 hexadecimal digits; put the right file back`,
      );
    }
    const secret = Buffer.from(line, 'hex');
    return { secret, id: createHmac('sha256', secret).update('tunnelwatch audit key').digest('hex').slice(0, 16) };
  });
  const current = keys.at(-1);
  if (current === undefined) {
    throw new Error(
      `${file} is empty: put the key of the audit trail back, or remove the file, and a new key is created`,
    );
  }
  const isInside = path.dirname(path.resolve(file)) === path.resolve(dataDirectory);
  return { file, keys, current, isNew, isInside };
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  } catch (error) {
    throw new Error(
      `cannot read the key of the audit trail ${file}: ${textOf(error)}; the server’s user needs read access to it`,
      { cause: error },
    );
  }
}

/** Under another name first, so that there is never half a key; another process may be faster. */
function createKey(file: string, dataDirectory: string): void {
  const part = `${file}.new-${String(process.pid)}`;
  try {
    writeFileSync(part, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600, flush: true });
    chmodSync(part, 0o600);
    giveToOwnerOf(part, dataDirectory);
    linkSync(part, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(part, { force: true });
  }
}

/** A command run by root must leave a key that the server's user can read. */
function giveToOwnerOf(file: string, folder: string): void {
  if (process.geteuid?.() !== 0 || !existsSync(folder)) return;
  const { uid, gid } = statSync(folder);
  chownSync(file, uid, gid);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
