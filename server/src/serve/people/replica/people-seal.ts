import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { AuditKey, AuditKeys } from '../../../store/audit/audit-key.js';

const ALGORITHM = 'aes-256-gcm';
const ID_BYTES = 8;
/** The usual length of a nonce (NIST SP 800-38D section 8.2). It is random: one key seals far fewer than 2^32 messages. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals what nodes send each other about people, changes and copies, with a key that is derived from the audit key, which all of
 * them have: on the servers in between nobody can read hashes and secrets, nor make themselves an admin.
 */
export class PeopleSeal {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly currentId: string;

  /** The current key seals, and all of them open. */
  constructor({ keys, current }: Pick<AuditKeys, 'keys' | 'current'>) {
    this.keys = new Map(keys.map((key) => [key.id, derived(key)]));
    this.currentId = current.id;
  }

  seal(content: Uint8Array): Buffer {
    const id = Buffer.from(this.currentId, 'hex');
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.keyOf(this.currentId), nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(id);
    const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
    return Buffer.concat([id, nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws Error for what no node with one of these keys has sealed, with what to do */
  open(sealed: Uint8Array): Buffer {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const id = bytes.subarray(0, ID_BYTES);
    const nonce = bytes.subarray(ID_BYTES, ID_BYTES + NONCE_BYTES);
    const tag = bytes.subarray(ID_BYTES + NONCE_BYTES, ID_BYTES + NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(ALGORITHM, this.keyOf(id.toString('hex')), nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(id);
    decipher.setAuthTag(tag);
    const content = bytes.subarray(ID_BYTES + NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(content), decipher.final()]);
  }

  private keyOf(id: string): Buffer {
    const key = this.keys.get(id);
    if (key !== undefined) return key;
    throw new Error('it was not sealed with the audit key of this node: give all nodes the same audit.keyFile');
  }
}

function derived({ secret }: AuditKey): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'tunnelwatch changes of people', 32));
}
