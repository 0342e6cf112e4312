import type { Gateway } from './gateway.js';
/** One message of a gateway before a log format wraps it. */
export interface SimulatedMessage {
    gateway: Gateway;
    /** Log category, such as IPSEC or CONN. */
    category: string;
    /** The gateway's own severity number, 0 Debug to 7 Emergency: reversed against syslog. */
    prio: number;
    /** All name=value pairs of the body. */
    fields: string;
}
interface MessageHead {
    prio: number;
    head: string;
}
/**
 * Heads of all IPSEC messages, texts and actions as in the log reference, section 2.26; 1690 and 1713 are not in that
 * section: their texts are made up, and readers must keep them as unknown.
 */
declare const MESSAGE_HEADS: {
    readonly 133: MessageHead;
    readonly 135: MessageHead;
    readonly 254: MessageHead;
    readonly 264: MessageHead;
    readonly 278: MessageHead;
    readonly 282: MessageHead;
    readonly 339: MessageHead;
    readonly 413: MessageHead;
    readonly 464: MessageHead;
    readonly 487: MessageHead;
    readonly 572: MessageHead;
    readonly 579: MessageHead;
    readonly 604: MessageHead;
    readonly 606: MessageHead;
    readonly 611: MessageHead;
    readonly 632: MessageHead;
    readonly 633: MessageHead;
    readonly 766: MessageHead;
    readonly 768: MessageHead;
    readonly 1057: MessageHead;
    readonly 1682: MessageHead;
    readonly 1683: MessageHead;
    readonly 1690: MessageHead;
    readonly 1696: MessageHead;
    readonly 1713: MessageHead;
};
type IpsecMessageId = keyof typeof MESSAGE_HEADS;
/** An IPSEC message with its parameters, given as `name=value` pairs in the order of the reference. */
export declare function ipsecMessage(gateway: Gateway, id: IpsecMessageId, parameters: string): SimulatedMessage;
export {};
