/** The result of one attempt. A failure holds up the whole channel, or only the message that was rejected. */
export type SendOutcome = { ok: true } | { ok: false; error: string; holds: 'channel' | 'message' };
