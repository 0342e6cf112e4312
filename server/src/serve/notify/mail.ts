/** One mail. */
export interface Mail {
  /** Stays the same over all attempts; the Message-ID is derived from it. */
  key: string;
  /** Mails with the same one form a conversation; null for none. */
  conversation: string | null;
  subject: string;
  text: string;
}
