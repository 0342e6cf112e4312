import { setTimeout as delay } from 'node:timers/promises';
import type { StreamMessage } from '../../cluster/stream/following.js';
import type { InputStream } from '../../cluster/stream/input-stream.js';
import type { PeoplePosition } from '../../cluster/people-message.js';
import type { IngestOptions } from '../ingest-options.js';

/** Where nobody changes anything, people.db still learns so often how far the stream is: it must not fall behind its beginning. */
const POSITION_EVERY_MS = 60_000;
const RETRY_MS = 1000;

/** Hands what the stream has about people to the main thread, which has people.db, and tells it how far the stream is. */
export class PeopleRelay {
  /** After which message the stream is followed: the store or people.db has come no further. */
  readonly start: PeoplePosition;
  private passed: number;
  private toldAt = performance.now();
  /** The last message that stood in the stream when it was opened; undefined until that is known, and once it was passed. */
  private end: number | undefined;

  /**
   * @param people up to where people.db is; null where it follows nothing
   * @param store up to where the store is
   */
  constructor(
    private readonly people: PeoplePosition | null,
    store: PeoplePosition,
    private readonly notify: IngestOptions['notify'],
  ) {
    this.start = people === null || people.sequence >= store.sequence ? store : people;
    this.passed = this.start.sequence;
  }

  /** A message was applied to the monitor, or skipped. */
  pass({ sequence, id, storedAt, kind, body }: StreamMessage): void {
    this.passed = sequence;
    if (this.people === null) return;
    const now = performance.now();
    // A copy: the bytes are part of a large buffer of the connection.
    if (kind === 'people') this.notify('people', { sequence, id, storedAt, body: Uint8Array.from(body) });
    else if (now - this.toldAt >= POSITION_EVERY_MS) this.notify('people', { sequence, id, storedAt, body: null });
    else return this.tellEnd();
    this.toldAt = now;
    this.tellEnd();
  }

  /** Tells people.db at once how far the stream is: a copy of it goes on from there. */
  tellPosition({ sequence, id, storedAt }: PeoplePosition): void {
    if (this.people === null || sequence < this.passed) return;
    this.notify('people', { sequence, id, storedAt, body: null });
    this.toldAt = performance.now();
  }

  /** Finds out how far the stream is, as often as that takes. */
  async watchEnd(stream: Pick<InputStream, 'describe'>, stopped: Promise<void>): Promise<void> {
    let isStopped = false;
    void stopped.then(() => {
      isStopped = true;
    });
    while (!isStopped) {
      try {
        this.end = (await stream.describe()).last;
        this.tellEnd();
        return;
      } catch {
        await Promise.race([stopped, delay(RETRY_MS)]);
      }
    }
  }

  private tellEnd(): void {
    if (this.end === undefined || this.passed < this.end) return;
    this.end = undefined;
    this.notify('peopleAtEnd');
  }
}
