import { z } from 'zod';
import { eventClassSchema } from './failure-class.js';
import { namedShape } from './inventory.js';
import { severitySchema } from './severity.js';
import { subjectSchema } from './subject.js';
import { textsByNameSchema } from './texts-by-name.js';

/** One classified line as clients receive it. Times are epoch milliseconds on the live stream and ISO 8601 over HTTP. */
export const eventSchema = z.object({
  /** Our own number of the event: unique, increasing in the order of storing. */
  seq: z.number().int().positive(),
  /** Best estimate of when it happened: the device's own time stamp, else the receiver's, else the arrival. */
  time: z.number(),
  /** When it was received: the receiver's time stamp if the line has one besides the device's, else the arrival here. */
  receivedTime: z.number(),
  gateway: z.string(),
  /** HA member that logged it, such as Master or Slave; null when the name shows none. */
  member: z.string().nullable(),
  /** Hosts that passed the line on, the last receiver first; empty where it came straight from its gateway. */
  relays: z.array(z.string()),
  /** How many equal messages a receiver folded into this line, such as rsyslog with RepeatedMsgReduction; else 1. */
  repeats: z.number().int().positive(),
  matchkey: z.string().nullable(),
  iface: z.string().nullable(),
  subject: subjectSchema,
  /** Numeric id; null for an IPsec message that carries none. */
  messageId: z.number().int().nonnegative().nullable(),
  /** The catalogue's text of the message, or for an unknown one the text in the line. */
  message: z.string(),
  severity: severitySchema,
  class: eventClassSchema,
  /** False when the catalogue does not contain the message. */
  isKnown: z.boolean(),
  /** The gateway's action according to the line, such as drop; null when it names none. */
  action: z.string().nullable(),
  /** Parameters as written, in the order of the line. */
  parameters: textsByNameSchema,
  /** Decimal form of the parameters that are whole numbers of up to 64 bits. */
  numbers: textsByNameSchema,
  /** The line as it was read, without its line ending; invalid UTF-8 is shown as U+FFFD. */
  raw: z.string(),
  /** Name of the source that delivered it. */
  source: z.string(),
});

export type TunnelwatchEvent = z.infer<typeof eventSchema>;

/** An event in lists of events of many subjects. */
export const shownEventSchema = eventSchema.extend(namedShape);

export type ShownEvent = z.infer<typeof shownEventSchema>;
