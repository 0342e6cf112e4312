import { alertClassSchema } from '@tunnelwatch/shared/alert';
import { notificationOccasionSchema } from '@tunnelwatch/shared/notification';
import { prioritySchema } from '@tunnelwatch/shared/priority';
import { z } from 'zod';
declare const keys: z.ZodObject<{
    name: z.ZodString;
    kind: z.ZodEnum<{
        webhook: "webhook";
        slack: "slack";
        email: "email";
        alertmanager: "alertmanager";
    }>;
    url: z.ZodOptional<z.ZodString>;
    secretFile: z.ZodOptional<z.ZodString>;
    user: z.ZodOptional<z.ZodString>;
    from: z.ZodOptional<z.ZodString>;
    to: z.ZodOptional<z.ZodPreprocess<z.ZodArray<z.ZodString>, unknown>>;
    minPriority: z.ZodOptional<z.ZodEnum<{
        low: "low";
        medium: "medium";
        high: "high";
        urgent: "urgent";
    }>>;
    classes: z.ZodOptional<z.ZodPreprocess<z.ZodArray<z.ZodEnum<{
        replay: "replay";
        memory: "memory";
        unknown: "unknown";
        integrity: "integrity";
        decryption: "decryption";
        encryption: "encryption";
        malformed: "malformed";
        reassembly: "reassembly";
        ecn: "ecn";
        sequence: "sequence";
        routing: "routing";
        policy: "policy";
        monitoring: "monitoring";
    }>>, unknown>>;
    on: z.ZodOptional<z.ZodPreprocess<z.ZodArray<z.ZodEnum<{
        acknowledge: "acknowledge";
        close: "close";
        opened: "opened";
        raised: "raised";
        worsened: "worsened";
        rateRose: "rateRose";
        acknowledgementExpired: "acknowledgementExpired";
        resumed: "resumed";
        returned: "returned";
    }>>, unknown>>;
    allowPrivate: z.ZodOptional<z.ZodBoolean>;
}, z.core.$strict>;
type ChannelKey = keyof typeof keys.shape;
type ParsedChannel = z.output<typeof keys>;
/** What is expected of each key of a channel. */
export declare const CHANNEL_EXPECTS: Readonly<Record<ChannelKey, string>>;
/** Channels over which others are told of alerts; each has a name of its own. */
export declare const channelsSchema: z.ZodArray<z.ZodObject<{
    name: z.ZodString;
    kind: z.ZodEnum<{
        webhook: "webhook";
        slack: "slack";
        email: "email";
        alertmanager: "alertmanager";
    }>;
    url: z.ZodOptional<z.ZodString>;
    secretFile: z.ZodOptional<z.ZodString>;
    user: z.ZodOptional<z.ZodString>;
    from: z.ZodOptional<z.ZodString>;
    to: z.ZodOptional<z.ZodPreprocess<z.ZodArray<z.ZodString>, unknown>>;
    minPriority: z.ZodOptional<z.ZodEnum<{
        low: "low";
        medium: "medium";
        high: "high";
        urgent: "urgent";
    }>>;
    classes: z.ZodOptional<z.ZodPreprocess<z.ZodArray<z.ZodEnum<{
        replay: "replay";
        memory: "memory";
        unknown: "unknown";
        integrity: "integrity";
        decryption: "decryption";
        encryption: "encryption";
        malformed: "malformed";
        reassembly: "reassembly";
        ecn: "ecn";
        sequence: "sequence";
        routing: "routing";
        policy: "policy";
        monitoring: "monitoring";
    }>>, unknown>>;
    on: z.ZodOptional<z.ZodPreprocess<z.ZodArray<z.ZodEnum<{
        acknowledge: "acknowledge";
        close: "close";
        opened: "opened";
        raised: "raised";
        worsened: "worsened";
        rateRose: "rateRose";
        acknowledgementExpired: "acknowledgementExpired";
        resumed: "resumed";
        returned: "returned";
    }>>, unknown>>;
    allowPrivate: z.ZodOptional<z.ZodBoolean>;
}, z.core.$strict>>;
/** What is told to a channel. Plain data, so that threads can share it. */
export interface ChannelFilter {
    readonly name: string;
    readonly kind: ParsedChannel['kind'];
    readonly minPriority: z.output<typeof prioritySchema>;
    /** Null for all. */
    readonly classes: readonly z.output<typeof alertClassSchema>[] | null;
    readonly on: readonly z.output<typeof notificationOccasionSchema>[];
}
/** A channel, with defaults filled in and absolute paths. */
export interface ChannelSettings extends ChannelFilter {
    readonly url: string | null;
    readonly secretFile: string | null;
    readonly user: string | null;
    readonly from: string | null;
    readonly to: readonly string[];
    /** True when it may go to an address that only this network reaches. */
    readonly allowPrivate: boolean;
}
/** @param base folder that relative paths start from */
export declare function resolveChannel(channel: ParsedChannel, base: string): ChannelSettings;
/** What another thread needs of the channels to know what they are told: no addresses, no names of files. */
export declare function channelFilters(channels: readonly ChannelSettings[]): ChannelFilter[];
export {};
