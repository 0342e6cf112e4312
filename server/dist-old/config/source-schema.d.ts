import { z } from 'zod';
export declare const timeZoneSchema: z.ZodString;
declare const keys: z.ZodObject<{
    files: z.ZodOptional<z.ZodPreprocess<z.ZodArray<z.ZodType<string, unknown, z.core.$ZodTypeInternals<string, unknown>>>, unknown>>;
    listen: z.ZodOptional<z.ZodString>;
    gateway: z.ZodOptional<z.ZodString>;
    timeZone: z.ZodOptional<z.ZodString>;
    allow: z.ZodOptional<z.ZodPreprocess<z.ZodArray<z.ZodType<string, unknown, z.core.$ZodTypeInternals<string, unknown>>>, unknown>>;
    certificate: z.ZodOptional<z.ZodString>;
    key: z.ZodOptional<z.ZodString>;
    clientCa: z.ZodOptional<z.ZodString>;
}, z.core.$strict>;
type SourceKey = keyof typeof keys.shape;
/** What is expected of each key of a source. */
export declare const SOURCE_EXPECTS: Readonly<Record<SourceKey, string>>;
/** One group of files that are read alike, or one listener; strictly one of the two. */
export declare const sourceSchema: z.ZodObject<{
    files: z.ZodOptional<z.ZodPreprocess<z.ZodArray<z.ZodType<string, unknown, z.core.$ZodTypeInternals<string, unknown>>>, unknown>>;
    listen: z.ZodOptional<z.ZodString>;
    gateway: z.ZodOptional<z.ZodString>;
    timeZone: z.ZodOptional<z.ZodString>;
    allow: z.ZodOptional<z.ZodPreprocess<z.ZodArray<z.ZodType<string, unknown, z.core.$ZodTypeInternals<string, unknown>>>, unknown>>;
    certificate: z.ZodOptional<z.ZodString>;
    key: z.ZodOptional<z.ZodString>;
    clientCa: z.ZodOptional<z.ZodString>;
}, z.core.$strict>;
export {};
