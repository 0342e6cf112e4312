import { z } from 'zod';

/**
 * Texts by name, where a hostile log line chooses the names: `__proto__`, `constructor` and the empty name are names like
 * any other. zod's own record leaves `__proto__` out, so the object is looked at and handed on as it is: one that came
 * from JSON has it as a property of its own.
 */
export const textsByNameSchema = z
  .custom<Record<string, string>>(isTextsByName, 'expected an object of texts')
  .meta({ type: 'object', additionalProperties: { type: 'string' } });

function isTextsByName(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === 'string');
}
