import type { ThreadProtocol } from '@tunnelwatch/server/threads/protocol';

/** What the worker of these tests and the tests agree on. */
export interface ProbeProtocol extends ThreadProtocol {
  data: { failsAtStart: boolean };
  calls: {
    echo(...values: unknown[]): Promise<unknown[]>;
    /** What it was told by notices so far. */
    heard(): Promise<string[]>;
    failWith(error: { message: string; code?: unknown; isPlain?: boolean }): Promise<never>;
    unsendable(): Promise<unknown>;
    /** Tells `count` notices and answers behind them. */
    tellThenAnswer(count: number): Promise<string>;
    never(): Promise<void>;
    /** Answers once it is released. */
    late(value: string): Promise<string>;
    eatMemory(): Promise<void>;
    breakDown(how: 'throw' | 'fail' | 'exit'): Promise<void>;
  };
  toThread: {
    hear(word: string): void;
    choke(reason: string): void;
    leave(): void;
    release(): void;
  };
  fromThread: { said(word: string): void };
}
