/** Parses the value of a flag or an environment variable for a setting with parts; in a file the parts are plain YAML. */
export function fromJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    // Not JSON: the schema says what is expected.
    return value;
  }
}
