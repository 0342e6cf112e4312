import type { Alert } from '@tunnelwatch/shared/alert';
import type { AlertMember } from '../alert/folding.js';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { Gateway, Tunnel } from '@tunnelwatch/shared/tunnel';
/** Epoch milliseconds as ISO 8601 in UTC. */
export declare function iso(time: number): string;
export declare function presentEvent(event: TunnelwatchEvent): {
    time: string;
    receivedTime: string;
    seq: number;
    gateway: string;
    member: string | null;
    matchkey: string | null;
    iface: string | null;
    subject: {
        kind: "tunnel";
        gateway: string;
        matchkey: string;
    } | {
        kind: "interface";
        gateway: string;
        iface: string;
    } | {
        kind: "gateway";
        gateway: string;
    };
    messageId: number | null;
    message: string;
    severity: "error" | "debug" | "information" | "notice" | "warning" | "critical" | "alert" | "emergency";
    class: "unknown" | "other" | "replay" | "memory" | "integrity" | "decryption" | "encryption" | "malformed" | "reassembly" | "ecn" | "sequence" | "routing" | "policy";
    isKnown: boolean;
    action: string | null;
    parameters: Record<string, string>;
    numbers: Record<string, string>;
    raw: string;
    source: string;
};
export declare function presentAlert(alert: Alert): {
    firstTime: string;
    lastTime: string;
    openedAt: string;
    lastAt: string;
    turns: string[];
    acknowledgement: {
        at: string;
        until: string | null;
        by: string;
        comment: string;
    } | null;
    shelf: {
        at: string;
        until: string;
        by: string;
        comment: string;
    } | null;
    closure: {
        at: string;
        by: string;
        comment: string;
    } | null;
    verdict: {
        since: string;
        name: "replay" | "memory" | "crypto-hardware" | "forged" | "peer-reset" | "duplication" | "reordering" | "buffering" | "integrity-key" | "corruption" | "encryption-key" | "padding" | "common-path" | "configuration-change" | "fragmentation" | "undetermined";
        confidence: "low" | "medium" | "high";
    } | null;
    id: number;
    rule: string;
    subject: {
        kind: "tunnel";
        gateway: string;
        matchkey: string;
    } | {
        kind: "interface";
        gateway: string;
        iface: string;
    } | {
        kind: "gateway";
        gateway: string;
    } | {
        kind: "source";
        source: string;
    } | {
        kind: "all";
    };
    messageId: number | null;
    message: string;
    severity: "error" | "debug" | "information" | "notice" | "warning" | "critical" | "alert" | "emergency";
    class: "unknown" | "replay" | "memory" | "integrity" | "decryption" | "encryption" | "malformed" | "reassembly" | "ecn" | "sequence" | "routing" | "policy" | "monitoring";
    priority: "low" | "medium" | "high" | "urgent";
    state: "normal" | "unacknowledged" | "acknowledged" | "returnedUnacknowledged" | "shelved" | "suppressed" | "outOfService" | "closed";
    isActive: boolean;
    isLatched: boolean;
    isPast: boolean;
    count: number;
    rate: {
        minute: number;
        count: number;
        before: number;
    };
    peakRate: number;
    isChattering: boolean;
    acknowledgedRate: number | null;
    assignee: string | null;
    windowId: number | null;
    members: number;
    firstOut: {
        kind: "tunnel";
        gateway: string;
        matchkey: string;
    } | {
        kind: "interface";
        gateway: string;
        iface: string;
    } | {
        kind: "gateway";
        gateway: string;
    } | {
        kind: "source";
        source: string;
    } | {
        kind: "all";
    } | null;
    foldedInto: number | null;
    version: number;
    previousId: number | null;
};
export declare function presentMember({ subject, count, firstTime, lastTime }: AlertMember): {
    subject: {
        kind: "tunnel";
        gateway: string;
        matchkey: string;
    } | {
        kind: "interface";
        gateway: string;
        iface: string;
    } | {
        kind: "gateway";
        gateway: string;
    } | {
        kind: "source";
        source: string;
    } | {
        kind: "all";
    };
    count: number;
    firstTime: string;
    lastTime: string;
};
export declare function presentTunnel(tunnel: Tunnel): {
    firstTime: string;
    lastTime: string;
    verdict: {
        since: string;
        name: "replay" | "memory" | "crypto-hardware" | "forged" | "peer-reset" | "duplication" | "reordering" | "buffering" | "integrity-key" | "corruption" | "encryption-key" | "padding" | "common-path" | "configuration-change" | "fragmentation" | "undetermined";
        confidence: "low" | "medium" | "high";
    } | null;
    gateway: string;
    matchkey: string;
    counts: Partial<Record<"unknown" | "replay" | "memory" | "integrity" | "decryption" | "encryption" | "malformed" | "reassembly" | "ecn" | "sequence" | "routing" | "policy", number>>;
    total: number;
    recent: Partial<Record<"unknown" | "replay" | "memory" | "integrity" | "decryption" | "encryption" | "malformed" | "reassembly" | "ecn" | "sequence" | "routing" | "policy", number>>;
    recentTotal: number;
    perMinute: number;
};
export declare function presentGateway(gateway: Gateway): {
    lastTime: string | null;
    lastArrival: string | null;
    silence: {
        since: string;
        usualLinesPerMinute: number;
    } | null;
    gateway: string;
    members: string[];
    skewMs: number | null;
    tunnels: number;
    counts: Partial<Record<"unknown" | "replay" | "memory" | "integrity" | "decryption" | "encryption" | "malformed" | "reassembly" | "ecn" | "sequence" | "routing" | "policy", number>>;
    recent: Partial<Record<"unknown" | "replay" | "memory" | "integrity" | "decryption" | "encryption" | "malformed" | "reassembly" | "ecn" | "sequence" | "routing" | "policy", number>>;
    recentTotal: number;
};
export declare function presentSource(source: SourceHealth): {
    lastArrival: string | null;
    lastTime: string | null;
    silence: {
        since: string;
        usualLinesPerMinute: number;
    } | null;
    pastError: {
        at: string;
        message: string;
    } | null;
    unreadableSamples: {
        at: string;
        reason: string;
        line: string;
    }[];
    unknownSamples: {
        at: string;
        reason: string;
        line: string;
    }[];
    id: number;
    kind: "file" | "syslog" | "stdin";
    name: string;
    state: "reading" | "starting" | "idle" | "waiting" | "degraded" | "stopped";
    offset: number;
    size: number | null;
    lagBytes: number;
    lagMs: number;
    counts: {
        lines: number;
        events: number;
        unknown: number;
        other: number;
        unreadable: number;
        empty: number;
        cut: number;
        slow: number;
    };
    otherByCategory: Record<string, number>;
    unknownById: Record<string, number>;
    unreadableByReason: Record<string, number>;
    linesPerSecond: number;
    bytesPerSecond: number | null;
    listener: {
        refusedConnections: number;
        refusedSenders: number;
        lastRefusedSender: string | null;
        badFrames: number;
        repeated: number;
        kernelDrops: number | null;
        queueDrops: number;
        protocol: "udp" | "tcp" | "tls";
        connections: number;
        receiveBufferBytes: number | null;
    } | null;
    lostBytes: number;
    lastLine: string | null;
    skewMs: number | null;
    rotations: number;
    truncations: number;
    lastError: string | null;
};
