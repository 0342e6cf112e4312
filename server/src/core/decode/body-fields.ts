/** One name=value pair of a message, as written but without quotes. */
export type KeyValue = readonly [name: string, value: string];

/** What stands in a message body: free text before the first pair, and the pairs in order. */
export interface BodyFields {
  text: string;
  pairs: KeyValue[];
}
