/** What a flag or an environment variable holds of a setting with parts; in a file the parts stand as they are. */
export declare function fromJson(value: unknown): unknown;
