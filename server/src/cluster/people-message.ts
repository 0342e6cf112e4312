/** Up to which message of the stream people.db has the changes of all nodes. */
export interface PeoplePosition {
  sequence: number;
  /** The id of that message, and when the stream stored it, epoch ms: another stream of the same name is noticed by them. */
  id: string;
  storedAt: number;
}

/** A message of the stream: with changes, or without where only the position is told. */
export interface PeopleMessage extends PeoplePosition {
  body: Uint8Array | null;
}
