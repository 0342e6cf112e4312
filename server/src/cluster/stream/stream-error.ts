/**
 * Why the stream did not do what it was asked:
 * - `full`: it has reached its size, or the disk or account of the servers theirs; nothing is thrown away to make room
 * - `no-quorum`: too few servers are connected to each other to store anything safely
 * - `unreachable`: no server answers at all
 * - `too-large`: the message is larger than the servers accept
 * - `too-old`: the stream no longer has the messages from there on
 * - `ahead`: the stream ends before the number to go on from: it is another one, or was restored from an older copy
 * - `rewritten`: the message before the one to go on from is another one than was applied
 * - `gap`: a message inside the stream is missing
 * - `misfit`: there is a stream of this name that is not made for a log of inputs
 * - `newer`: a message that is needed next was written by a newer version, in a format that this one does not know
 * - `closed`: closed by this process
 */
export type StreamErrorKind =
  | 'full'
  | 'no-quorum'
  | 'unreachable'
  | 'too-large'
  | 'too-old'
  | 'ahead'
  | 'rewritten'
  | 'gap'
  | 'misfit'
  | 'newer'
  | 'closed';

/** What the stream refused, for people: the message says what happened and what to do. */
export class StreamError extends Error {
  override readonly name = 'StreamError';

  constructor(
    readonly kind: StreamErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The text of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
