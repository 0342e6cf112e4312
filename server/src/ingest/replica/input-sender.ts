import type { AnyCommandResult } from '@tunnelwatch/shared/commands';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { cutEnvelope, type StreamInput } from '../../cluster/input-envelope.js';
import { MAX_BODY_BYTES } from '../../cluster/stream/message-format.js';
import type { InputStream } from '../../cluster/stream/input-stream.js';

/** What becomes of an input that a node has sent, once it is applied there and durable. */
export type Applied = Promise<AnyCommandResult | undefined>;

/** How long a message waits for the stream. */
const PUBLISH_MS = 5000;
/** A piece of a large one may wait for longer: so does whoever imports a file. */
const PIECE_MS = 30_000;
const RETRY_MS = 1000;
const NOT_REACHED = 'the NATS servers of the cluster have not been reached yet';

/** Sends inputs of this node to all, and knows who waits for what becomes of them. */
export class InputSender {
  /** This life of this node. */
  readonly incarnation = randomUUID();
  private readonly waiting = new Map<number, (applied: Applied) => void>();
  private lastRequest = 0;
  private stream: InputStream | undefined;
  private held: Error | undefined;

  /** @param stopped settles when nothing is to be sent any more */
  constructor(private readonly stopped: Promise<void>) {}

  /** From now on there is a stream. */
  open(stream: InputStream): void {
    this.stream = stream;
  }

  /** This node applies nothing more: nobody can be told here what becomes of an input. */
  hold(error: Error): void {
    this.held = error;
    for (const settle of this.waiting.values()) settle(Promise.reject(error));
    this.waiting.clear();
  }

  /**
   * Sends an input to all; settles with what became of it once it is applied here and durable.
   * @throws StreamError when it does not stand in the stream, as far as is known
   */
  async submit(input: StreamInput): Promise<AnyCommandResult | undefined> {
    const { incarnation } = this;
    const stream = this.reached();
    if (this.held !== undefined) throw new Error(this.held.message);
    const request = ++this.lastRequest;
    const applied = new Promise<AnyCommandResult | undefined>((resolve) => {
      this.waiting.set(request, resolve);
    });
    // It may fail while the message is still being sent.
    applied.catch(() => undefined);
    try {
      const bodies = cutEnvelope({ incarnation, request, input }, MAX_BODY_BYTES);
      const limitMs = bodies.length === 1 ? PUBLISH_MS : PIECE_MS;
      for (const [index, body] of bodies.entries()) {
        const id =
          index === 0 ? `${incarnation} ${String(request)}` : `${incarnation} ${String(request)} ${String(index)}`;
        await stream.publish('input', body, id, limitMs);
      }
    } catch (error) {
      this.waiting.delete(request);
      throw error;
    }
    return applied;
  }

  /** Sends an input to all, again and again until it is applied. */
  async sendSurely(input: StreamInput): Promise<void> {
    let isStopped = false;
    void this.stopped.then(() => {
      isStopped = true;
    });
    while (!isStopped) {
      try {
        await this.submit(input);
        return;
      } catch {
        // What it failed for is a state of the stream, which is told as such.
        await Promise.race([this.stopped, delay(RETRY_MS)]);
      }
    }
  }

  /** Sends changes of people. @throws Error when they do not stand in the stream, as far as is known */
  async sendPeople(id: string, body: Uint8Array): Promise<void> {
    await this.reached().publish('people', body, id, PUBLISH_MS);
  }

  /** Whoever waits here for this input; undefined for one of another node, or of another life of this one. */
  waitingFor({
    incarnation,
    request,
  }: {
    incarnation: string;
    request: number;
  }): ((applied: Applied) => void) | undefined {
    if (incarnation !== this.incarnation) return undefined;
    const waiting = this.waiting.get(request);
    this.waiting.delete(request);
    return waiting;
  }

  private reached(): InputStream {
    if (this.stream === undefined) throw new Error(NOT_REACHED);
    return this.stream;
  }
}
