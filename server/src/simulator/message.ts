import type { Gateway } from './gateway.js';
import type { Tally } from './truth/tally.js';

/** One message of a gateway before a log format wraps it. */
export interface SimulatedMessage {
  gateway: Gateway;
  id: number;
  /** Log category, such as IPSEC or CONN. */
  category: string;
  /** The gateway's own severity number, 0 Debug to 7 Emergency: reversed against syslog. */
  prio: number;
  /** All name=value pairs of the body. */
  fields: string;
  /** Where the truth counts it, and the window that would have just accepted its packet, where one would. */
  tally?: Tally | undefined;
  needed?: number | undefined;
}

interface MessageHead {
  prio: number;
  head: string;
}

function head(id: number, prio: number, event: string, action: string | null): MessageHead {
  const words = `prio=${prio} id=${id} rev=1 event="${event}"`;
  return { prio, head: action === null ? words : `${words} action=${action}` };
}

const DEBUG = 0;
const INFORMATION = 1;
const NOTICE = 2;
const WARNING = 3;
const ERROR = 4;
const CRITICAL = 5;

/**
 * Heads of all IPSEC messages, texts and actions as in the log reference, section 2.26; 1690 and 1713 are not in that
 * section: their texts are made up, and readers must keep them as unknown.
 */
const MESSAGE_HEADS = {
  133: head(133, NOTICE, 'Reassembled packet exceeds allowed size.', 'drop'),
  135: head(135, NOTICE, 'Payload too small.', 'drop'),
  254: head(254, NOTICE, 'Bad IP version.', 'drop'),
  264: head(264, NOTICE, 'Packet too small.', 'drop'),
  278: head(278, NOTICE, 'Anti-replay check failed.', 'drop'),
  282: head(282, NOTICE, 'Decryption failed.', 'drop'),
  339: head(339, WARNING, 'Sequence number overflow.', 'drop'),
  413: head(413, NOTICE, 'Failed to allocate reassembly buffer.', 'drop'),
  464: head(464, NOTICE, 'Bad next header.', 'drop'),
  487: head(487, NOTICE, 'Failed to reassemble packet.', 'drop'),
  572: head(572, NOTICE, 'Encryption failed.', 'drop'),
  579: head(579, DEBUG, 'Failed to resize buffer.', 'drop'),
  604: head(604, NOTICE, 'Bad padding.', 'drop'),
  606: head(606, NOTICE, 'Bad ciphertext length.', 'drop'),
  611: head(611, NOTICE, 'Integrity check failed.', 'drop'),
  632: head(632, WARNING, 'Low memory initializing SAD.', 'adjust'),
  633: head(633, CRITICAL, 'Out of memory initializing SAD.', 'abort'),
  766: head(766, NOTICE, 'ECN codepoint mismatch.', 'adjust'),
  768: head(768, WARNING, 'ECN codepoint mismatch.', 'drop'),
  1057: head(1057, NOTICE, 'Failed to generate IV.', 'drop'),
  1682: head(1682, CRITICAL, 'Failed to remove dynamic route.', null),
  1683: head(1683, ERROR, 'Failed to add dynamic route.', null),
  1690: head(1690, INFORMATION, 'IPsec SA established.', null),
  1696: head(1696, ERROR, 'Failed to remove IPsec policy rules.', null),
  1713: head(1713, INFORMATION, 'IPsec SA removed.', null),
} as const;

type IpsecMessageId = keyof typeof MESSAGE_HEADS;

/** An IPSEC message with its parameters, given as `name=value` pairs in the order of the reference. */
export function ipsecMessage(gateway: Gateway, id: IpsecMessageId, parameters: string): SimulatedMessage {
  const { prio, head: words } = MESSAGE_HEADS[id];
  const fields = `${words} ${parameters}`;
  return { gateway, id, category: 'IPSEC', prio, fields, tally: undefined, needed: undefined };
}
