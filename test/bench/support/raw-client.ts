import type { View } from '@tunnelwatch/shared/protocol';
import { Socket } from 'engine.io-client';

/** What one connection heard. */
export interface Heard {
  messages: number;
  bytes: number;
  gaps: number;
}

/**
 * A connection that looks at views and does as little as possible with what it hears, so that hundreds of them fit into
 * one process. It speaks the packets of socket.io as text (protocol 5: "2" is an event, "3" an answer).
 */
export class RawClient {
  readonly heard: Heard = { messages: 0, bytes: 0, gaps: 0 };
  /** Settles when the server has let it into all of its views. */
  readonly joined: Promise<void>;
  private readonly socket: Socket;
  private readonly seqs = new Map<string, number>();

  /** @param onDelta gets the text of each delta as it comes */
  constructor(url: string, views: readonly View[], onDelta: (text: string) => void) {
    const { origin, pathname } = new URL(url);
    this.socket = new Socket(origin, {
      path: `${pathname}socket.io/`,
      transports: ['websocket'],
      perMessageDeflate: { threshold: Number.POSITIVE_INFINITY },
    });
    this.joined = new Promise((resolve, reject) => {
      let answers = 0;
      this.socket.on('open', () => void this.socket.send('0'));
      this.socket.on('close', (reason) => {
        reject(new Error(`the connection ended: ${reason}`));
      });
      this.socket.on('message', (data) => {
        const text = String(data);
        if (text.startsWith('2["delta"')) this.take(text, onDelta);
        else if (text.startsWith('0')) this.ask(views);
        else if (text.startsWith('3') && !text.includes('"ok":true')) reject(new Error(text));
        else if (text.startsWith('3') && ++answers === views.length) resolve();
      });
    });
  }

  /** Begins to count anew. */
  forget(): void {
    Object.assign(this.heard, { messages: 0, bytes: 0, gaps: 0 } satisfies Heard);
  }

  close(): void {
    this.socket.close();
  }

  private ask(views: readonly View[]): void {
    for (const [id, view] of views.entries()) {
      this.socket.send(`2${String(id)}${JSON.stringify(['subscribe', { view }])}`);
    }
  }

  private take(text: string, onDelta: (text: string) => void): void {
    this.heard.messages += 1;
    this.heard.bytes += text.length;
    const head = DELTA_HEAD.exec(text);
    const [room, prev, seq] = [head?.[1] ?? '', Number(head?.[2]), Number(head?.[3])];
    const known = this.seqs.get(room);
    if (known !== undefined && known !== prev) this.heard.gaps += 1;
    this.seqs.set(room, seq);
    onDelta(text);
  }
}

/** Room, number before it and its own. */
const DELTA_HEAD = /^2\["delta",\{"room":("(?:[^"\\]|\\.)*"),"epoch":"[^"]*","prev":(\d+),"seq":(\d+)/;
