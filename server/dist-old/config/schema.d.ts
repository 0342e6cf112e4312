import { z } from 'zod';
/** Every setting. Its path here is its path in the file; flag and environment variable are made from it. */
export declare const settingsSchema: z.ZodObject<{
    data: z.ZodDefault<z.ZodString>;
    host: z.ZodDefault<z.ZodString>;
    port: z.ZodDefault<z.ZodNumber>;
    basePath: z.ZodDefault<z.ZodPipe<z.ZodString, z.ZodTransform<string, string>>>;
    publicUrl: z.ZodDefault<z.ZodNullable<z.ZodPipe<z.ZodString, z.ZodTransform<string, string>>>>;
    insecureNoAuth: z.ZodDefault<z.ZodBoolean>;
    openMetrics: z.ZodDefault<z.ZodBoolean>;
    trustedProxies: z.ZodDefault<z.ZodPreprocess<z.ZodArray<z.ZodType<string, unknown, z.core.$ZodTypeInternals<string, unknown>>>, unknown>>;
    tls: z.ZodObject<{
        certificate: z.ZodDefault<z.ZodNullable<z.ZodString>>;
        key: z.ZodDefault<z.ZodNullable<z.ZodString>>;
    }, z.core.$strict>;
    sessions: z.ZodObject<{
        idleMinutes: z.ZodDefault<z.ZodNumber>;
        maxHours: z.ZodDefault<z.ZodNumber>;
    }, z.core.$strict>;
    oidc: z.ZodObject<{
        issuer: z.ZodDefault<z.ZodNullable<z.ZodURL>>;
        clientId: z.ZodDefault<z.ZodNullable<z.ZodString>>;
        clientSecretFile: z.ZodDefault<z.ZodNullable<z.ZodString>>;
        label: z.ZodDefault<z.ZodString>;
        scopes: z.ZodDefault<z.ZodString>;
        nameClaim: z.ZodDefault<z.ZodString>;
        roleClaim: z.ZodDefault<z.ZodString>;
        admin: z.ZodDefault<z.ZodPreprocess<z.ZodArray<z.ZodString>, unknown>>;
        operator: z.ZodDefault<z.ZodPreprocess<z.ZodArray<z.ZodString>, unknown>>;
        viewer: z.ZodDefault<z.ZodPreprocess<z.ZodArray<z.ZodString>, unknown>>;
    }, z.core.$strict>;
    catalogue: z.ZodDefault<z.ZodNullable<z.ZodString>>;
    sources: z.ZodDefault<z.ZodArray<z.ZodObject<{
        files: z.ZodOptional<z.ZodPreprocess<z.ZodArray<z.ZodType<string, unknown, z.core.$ZodTypeInternals<string, unknown>>>, unknown>>;
        listen: z.ZodOptional<z.ZodString>;
        gateway: z.ZodOptional<z.ZodString>;
        timeZone: z.ZodOptional<z.ZodString>;
        allow: z.ZodOptional<z.ZodPreprocess<z.ZodArray<z.ZodType<string, unknown, z.core.$ZodTypeInternals<string, unknown>>>, unknown>>;
        certificate: z.ZodOptional<z.ZodString>;
        key: z.ZodOptional<z.ZodString>;
        clientCa: z.ZodOptional<z.ZodString>;
    }, z.core.$strict>>>;
    timeZone: z.ZodDefault<z.ZodUnion<readonly [z.ZodLiteral<"system">, z.ZodString]>>;
    demo: z.ZodDefault<z.ZodUnion<readonly [z.ZodBoolean, z.ZodLiteral<"auto">]>>;
    alerts: z.ZodObject<{
        pastAfterMinutes: z.ZodDefault<z.ZodNumber>;
        mostPerRule: z.ZodDefault<z.ZodNumber>;
        rules: z.ZodPreprocess<z.ZodDefault<z.ZodObject<{
            'rate-replay': z.ZodOptional<z.ZodObject<{
                enabled: z.ZodOptional<z.ZodBoolean>;
                windowMinutes: z.ZodOptional<z.ZodNumber>;
                count: z.ZodOptional<z.ZodNumber>;
                onDelaySeconds: z.ZodOptional<z.ZodNumber>;
                offShare: z.ZodOptional<z.ZodNumber>;
                offDelaySeconds: z.ZodOptional<z.ZodNumber>;
                priority: z.ZodOptional<z.ZodEnum<{
                    low: "low";
                    medium: "medium";
                    high: "high";
                    urgent: "urgent";
                }>>;
                highCount: z.ZodOptional<z.ZodNullable<z.ZodNumber>>;
            }, z.core.$strict>>;
            'rate-integrity': z.ZodOptional<z.ZodObject<{
                enabled: z.ZodOptional<z.ZodBoolean>;
                windowMinutes: z.ZodOptional<z.ZodNumber>;
                count: z.ZodOptional<z.ZodNumber>;
                onDelaySeconds: z.ZodOptional<z.ZodNumber>;
                offShare: z.ZodOptional<z.ZodNumber>;
                offDelaySeconds: z.ZodOptional<z.ZodNumber>;
                priority: z.ZodOptional<z.ZodEnum<{
                    low: "low";
                    medium: "medium";
                    high: "high";
                    urgent: "urgent";
                }>>;
                highCount: z.ZodOptional<z.ZodNullable<z.ZodNumber>>;
            }, z.core.$strict>>;
            'rate-decryption': z.ZodOptional<z.ZodObject<{
                enabled: z.ZodOptional<z.ZodBoolean>;
                windowMinutes: z.ZodOptional<z.ZodNumber>;
                count: z.ZodOptional<z.ZodNumber>;
                onDelaySeconds: z.ZodOptional<z.ZodNumber>;
                offShare: z.ZodOptional<z.ZodNumber>;
                offDelaySeconds: z.ZodOptional<z.ZodNumber>;
                priority: z.ZodOptional<z.ZodEnum<{
                    low: "low";
                    medium: "medium";
                    high: "high";
                    urgent: "urgent";
                }>>;
                highCount: z.ZodOptional<z.ZodNullable<z.ZodNumber>>;
            }, z.core.$strict>>;
            'rate-encryption': z.ZodOptional<z.ZodObject<{
                enabled: z.ZodOptional<z.ZodBoolean>;
                windowMinutes: z.ZodOptional<z.ZodNumber>;
                count: z.ZodOptional<z.ZodNumber>;
                onDelaySeconds: z.ZodOptional<z.ZodNumber>;
                offShare: z.ZodOptional<z.ZodNumber>;
                offDelaySeconds: z.ZodOptional<z.ZodNumber>;
                priority: z.ZodOptional<z.ZodEnum<{
                    low: "low";
                    medium: "medium";
                    high: "high";
                    urgent: "urgent";
                }>>;
                highCount: z.ZodOptional<z.ZodNullable<z.ZodNumber>>;
            }, z.core.$strict>>;
            'rate-malformed': z.ZodOptional<z.ZodObject<{
                enabled: z.ZodOptional<z.ZodBoolean>;
                windowMinutes: z.ZodOptional<z.ZodNumber>;
                count: z.ZodOptional<z.ZodNumber>;
                onDelaySeconds: z.ZodOptional<z.ZodNumber>;
                offShare: z.ZodOptional<z.ZodNumber>;
                offDelaySeconds: z.ZodOptional<z.ZodNumber>;
                priority: z.ZodOptional<z.ZodEnum<{
                    low: "low";
                    medium: "medium";
                    high: "high";
                    urgent: "urgent";
                }>>;
                highCount: z.ZodOptional<z.ZodNullable<z.ZodNumber>>;
            }, z.core.$strict>>;
            'rate-reassembly': z.ZodOptional<z.ZodObject<{
                enabled: z.ZodOptional<z.ZodBoolean>;
                windowMinutes: z.ZodOptional<z.ZodNumber>;
                count: z.ZodOptional<z.ZodNumber>;
                onDelaySeconds: z.ZodOptional<z.ZodNumber>;
                offShare: z.ZodOptional<z.ZodNumber>;
                offDelaySeconds: z.ZodOptional<z.ZodNumber>;
                priority: z.ZodOptional<z.ZodEnum<{
                    low: "low";
                    medium: "medium";
                    high: "high";
                    urgent: "urgent";
                }>>;
                highCount: z.ZodOptional<z.ZodNullable<z.ZodNumber>>;
            }, z.core.$strict>>;
            'rate-ecn': z.ZodOptional<z.ZodObject<{
                enabled: z.ZodOptional<z.ZodBoolean>;
                windowMinutes: z.ZodOptional<z.ZodNumber>;
                count: z.ZodOptional<z.ZodNumber>;
                onDelaySeconds: z.ZodOptional<z.ZodNumber>;
                offShare: z.ZodOptional<z.ZodNumber>;
                offDelaySeconds: z.ZodOptional<z.ZodNumber>;
                priority: z.ZodOptional<z.ZodEnum<{
                    low: "low";
                    medium: "medium";
                    high: "high";
                    urgent: "urgent";
                }>>;
                highCount: z.ZodOptional<z.ZodNullable<z.ZodNumber>>;
            }, z.core.$strict>>;
            rise: z.ZodOptional<z.ZodObject<{
                enabled: z.ZodOptional<z.ZodBoolean>;
                windowMinutes: z.ZodOptional<z.ZodNumber>;
                factor: z.ZodOptional<z.ZodNumber>;
                count: z.ZodOptional<z.ZodNumber>;
                learnHours: z.ZodOptional<z.ZodNumber>;
                offShare: z.ZodOptional<z.ZodNumber>;
                offDelaySeconds: z.ZodOptional<z.ZodNumber>;
                priority: z.ZodOptional<z.ZodEnum<{
                    low: "low";
                    medium: "medium";
                    high: "high";
                    urgent: "urgent";
                }>>;
            }, z.core.$strict>>;
            overflow: z.ZodOptional<z.ZodObject<{
                enabled: z.ZodOptional<z.ZodBoolean>;
                quietMinutes: z.ZodOptional<z.ZodNumber>;
                priority: z.ZodOptional<z.ZodEnum<{
                    low: "low";
                    medium: "medium";
                    high: "high";
                    urgent: "urgent";
                }>>;
            }, z.core.$strict>>;
            memory: z.ZodOptional<z.ZodObject<{
                enabled: z.ZodOptional<z.ZodBoolean>;
                resizeCount: z.ZodOptional<z.ZodNumber>;
                windowMinutes: z.ZodOptional<z.ZodNumber>;
                quietMinutes: z.ZodOptional<z.ZodNumber>;
                priority: z.ZodOptional<z.ZodEnum<{
                    low: "low";
                    medium: "medium";
                    high: "high";
                    urgent: "urgent";
                }>>;
            }, z.core.$strict>>;
            'crypto-hardware': z.ZodOptional<z.ZodObject<{
                enabled: z.ZodOptional<z.ZodBoolean>;
                windowMinutes: z.ZodOptional<z.ZodNumber>;
                tunnels: z.ZodOptional<z.ZodNumber>;
                count: z.ZodOptional<z.ZodNumber>;
                quietMinutes: z.ZodOptional<z.ZodNumber>;
                priority: z.ZodOptional<z.ZodEnum<{
                    low: "low";
                    medium: "medium";
                    high: "high";
                    urgent: "urgent";
                }>>;
            }, z.core.$strict>>;
        }, z.core.$strict>>, unknown>;
    }, z.core.$strict>;
    diagnosis: z.ZodPreprocess<z.ZodDefault<z.ZodObject<{
        spanMinutes: z.ZodOptional<z.ZodNumber>;
        leastDrops: z.ZodOptional<z.ZodNumber>;
        leastShare: z.ZodOptional<z.ZodNumber>;
        reorderingSeconds: z.ZodOptional<z.ZodNumber>;
        replaySeconds: z.ZodOptional<z.ZodNumber>;
        largestWindow: z.ZodOptional<z.ZodNumber>;
        adviceShare: z.ZodOptional<z.ZodNumber>;
        copyDistance: z.ZodOptional<z.ZodNumber>;
        replayDrops: z.ZodOptional<z.ZodNumber>;
        repeats: z.ZodOptional<z.ZodNumber>;
        edgeDrops: z.ZodOptional<z.ZodNumber>;
        leastTunnels: z.ZodOptional<z.ZodNumber>;
        commonTunnels: z.ZodOptional<z.ZodNumber>;
        windowbase: z.ZodOptional<z.ZodEnum<{
            left: "left";
            right: "right";
            auto: "auto";
        }>>;
    }, z.core.$strict>>, unknown>;
    monitoring: z.ZodObject<{
        silenceSeconds: z.ZodDefault<z.ZodNumber>;
        silenceMultiple: z.ZodDefault<z.ZodNumber>;
        silenceLearnSeconds: z.ZodDefault<z.ZodNumber>;
        skewSeconds: z.ZodDefault<z.ZodNumber>;
        skewHoldSeconds: z.ZodDefault<z.ZodNumber>;
        lagSeconds: z.ZodDefault<z.ZodNumber>;
        lagHighSeconds: z.ZodDefault<z.ZodNumber>;
    }, z.core.$strict>;
    ingest: z.ZodObject<{
        maxLineBytes: z.ZodDefault<z.ZodNumber>;
        pollMs: z.ZodDefault<z.ZodNumber>;
        storeOther: z.ZodDefault<z.ZodBoolean>;
    }, z.core.$strict>;
    retention: z.ZodObject<{
        maxAgeDays: z.ZodDefault<z.ZodUnion<readonly [z.ZodLiteral<"unlimited">, z.ZodNumber]>>;
        maxSizeBytes: z.ZodDefault<z.ZodUnion<readonly [z.ZodEnum<{
            auto: "auto";
            unlimited: "unlimited";
        }>, z.ZodPreprocess<z.ZodNumber, unknown>]>>;
    }, z.core.$strict>;
    syslog: z.ZodObject<{
        maxConnections: z.ZodDefault<z.ZodNumber>;
        maxConnectionsPerSender: z.ZodDefault<z.ZodNumber>;
        idleSeconds: z.ZodDefault<z.ZodNumber>;
        lineSeconds: z.ZodDefault<z.ZodNumber>;
        queueBytes: z.ZodDefault<z.ZodNumber>;
        receiveBufferBytes: z.ZodDefault<z.ZodNumber>;
    }, z.core.$strict>;
    notifications: z.ZodDefault<z.ZodArray<z.ZodObject<{
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
    }, z.core.$strict>>>;
    display: z.ZodObject<{
        staleAfterSeconds: z.ZodDefault<z.ZodNumber>;
    }, z.core.$strict>;
    log: z.ZodObject<{
        level: z.ZodDefault<z.ZodEnum<{
            error: "error";
            fatal: "fatal";
            warn: "warn";
            info: "info";
            debug: "debug";
            trace: "trace";
            silent: "silent";
        }>>;
    }, z.core.$strict>;
}, z.core.$strict>;
/** Settings as they stand in the file, checked, with defaults filled in. */
export type ParsedSettings = z.output<typeof settingsSchema>;
/** True for an address that only this machine reaches (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3). */
export declare function isLoopback(host: string): boolean;
