/** What a flag or an environment variable holds of a setting with parts; in a file the parts stand as they are. */
export function fromJson(value) {
    if (typeof value !== 'string')
        return value;
    try {
        return JSON.parse(value);
    }
    catch {
        // Not JSON: the schema says what is expected.
        return value;
    }
}
//# sourceMappingURL=from-json.js.map