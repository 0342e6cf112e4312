import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type CountedAttempt, LIMIT_KINDS, type SignInLimits } from '../sign-in-limits.js';
import type { PeopleSeal } from './people-seal.js';

/** What is older, by the clocks of the two machines, counts no more: then nobody can tell it again much later. */
const FRESH_MS = 60_000;
/** So many are remembered so that none counts twice: far more than limits let through within that time. */
const MOST_REMEMBERED = 20_000;

const messageSchema = z.object({
  id: z.string(),
  /** Which life of which node has counted them. */
  origin: z.string(),
  at: z.number(),
  counted: z
    .array(z.object({ kind: z.enum(LIMIT_KINDS), key: z.string(), points: z.union([z.literal(1), z.literal(-1)]) }))
    .max(8),
});

export interface AttemptRelayParts {
  seal: PeopleSeal;
  limits: Pick<SignInLimits, 'note'>;
  /** Tells all nodes that can be reached now. */
  tell: (message: Uint8Array) => void;
  /** Epoch ms. */
  clock: () => number;
}

/**
 * Has attempts to enter a password count on all nodes, so that nobody has as many as there are nodes. They live as long as the
 * processes that count them: a message that is lost while nodes are cut off costs no more than an attempt on another node.
 */
export class AttemptRelay {
  private readonly origin = randomUUID();
  /** When each message was heard, by its id, the oldest first. */
  private readonly heard = new Map<string, number>();

  constructor(private readonly parts: AttemptRelayParts) {}

  /** This node has counted attempts. */
  tell(counted: readonly CountedAttempt[]): void {
    const { seal, tell, clock } = this.parts;
    const message = { id: randomUUID(), origin: this.origin, at: clock(), counted };
    tell(seal.seal(Buffer.from(JSON.stringify(message))));
  }

  /** A node has told of attempts; what none with the same audit key has sealed is left out, and so is what was told before. */
  async take(body: Uint8Array): Promise<void> {
    const message = this.read(body);
    if (message === undefined || message.origin === this.origin || !this.isNew(message)) return;
    for (const each of message.counted) await this.parts.limits.note(each);
  }

  private isNew({ id, at }: z.infer<typeof messageSchema>): boolean {
    const now = this.parts.clock();
    if (Math.abs(now - at) > FRESH_MS || this.heard.has(id)) return false;
    for (const [known, heardAt] of this.heard) {
      // A clock that is ahead keeps a message fresh for twice as long.
      if (now - heardAt <= 2 * FRESH_MS && this.heard.size < MOST_REMEMBERED) break;
      this.heard.delete(known);
    }
    this.heard.set(id, now);
    return true;
  }

  private read(body: Uint8Array): z.infer<typeof messageSchema> | undefined {
    try {
      return messageSchema.parse(JSON.parse(this.parts.seal.open(body).toString('utf8')));
    } catch {
      // Anybody who reaches the NATS servers can send anything; a node of another version may say something else.
      return undefined;
    }
  }
}
