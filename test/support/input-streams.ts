import { InputStream, type StreamSettings, type StreamState } from '@tunnelwatch/server/cluster/stream/input-stream';
import type { Following, StreamMessage } from '@tunnelwatch/server/cluster/stream/following';
import { StreamError } from '@tunnelwatch/server/cluster/stream/stream-error';
import { afterEach, expect } from 'vitest';

/** A stream as a node of a cluster has it, and what it was told. */
export interface OpenedStream {
  stream: InputStream;
  states: StreamState[];
}

/** Opens streams, and closes those of each test after it. Call it once at the top of a file. */
export function openedStreams(): (settings: StreamSettings) => Promise<OpenedStream> {
  const opened: InputStream[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((stream) => stream.close()));
  });
  return async (settings) => {
    const states: StreamState[] = [];
    const stream = await InputStream.open(settings, { onState: (state) => states.push(state) });
    opened.push(stream);
    return { stream, states };
  };
}

export const bytes = (text: string) => Buffer.from(text);

export const textOf = ({ body }: StreamMessage) => Buffer.from(body).toString();

/** The next messages, as many as there are to come. */
export async function read(following: Following, count: number): Promise<StreamMessage[]> {
  const messages: StreamMessage[] = [];
  if (count === 0) return messages;
  for await (const message of following) {
    messages.push(message);
    if (messages.length === count) break;
  }
  return messages;
}

/** How a following ends. */
export async function endOf(following: Following): Promise<string> {
  try {
    for await (const message of following) void message;
    return 'closed';
  } catch (error) {
    return error instanceof StreamError ? error.kind : String(error);
  }
}

/** What equals a StreamError of a kind. */
export const ofKind = (kind: string): unknown => expect.objectContaining({ name: 'StreamError', kind });
