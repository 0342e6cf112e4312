import type { Severity } from '@tunnelwatch/shared/severity';

/** What one program wrote in front of a message: the gateway itself, a relay, a receiver or a container's log driver. */
export interface Hop {
  host?: string;
  /** Its stamp, epoch ms. */
  time?: number;
  /** The gateway's own stamp in brackets, epoch ms. */
  deviceTime?: number;
  severity?: Severity;
}
