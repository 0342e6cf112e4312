/** The largest body of a message of the stream. */
export const MAX_BODY_BYTES = 512 * 1024;
