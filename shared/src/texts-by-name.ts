import { z } from 'zod';

/**
 * Texts by name, where a hostile log line chooses the names: `__proto__`, `constructor` and the empty name are names like
 * any other. zod's own record drops `__proto__`, so the object is checked and passed on unchanged: one that was parsed
 * from JSON has it as an own property.
 */
export const textsByNameSchema = z
  .custom<Record<string, string>>(isTextsByName, 'expected an object of texts')
  .meta({ type: 'object', additionalProperties: { type: 'string' } });

function isTextsByName(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === 'string');
}
