import type { Severity } from '@tunnelwatch/shared/severity';

/** What one program wrote in front of a message: the gateway itself, a relay, a receiver or a container's log driver. */
export interface Hop {
  host?: string | undefined;
  /** Its stamp, epoch ms. */
  time?: number | undefined;
  /** The gateway's own stamp in brackets, epoch ms. */
  deviceTime?: number | undefined;
  severity?: Severity | undefined;
}

/** One name=value pair of a message, as written but without quotes. */
export type KeyValue = readonly [name: string, value: string];

/** What stands in a message body: free text before the first pair, and the pairs in order. */
export interface BodyFields {
  text: string;
  pairs: KeyValue[];
}
