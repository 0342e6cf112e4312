import { diagnosisSettingsSchema } from '@tunnelwatch/shared/diagnosis-settings';
import { thresholdNotes } from '@tunnelwatch/shared/diagnosis-thresholds';
import { z } from 'zod';

/** The valid values of each diagnosis threshold, to follow "expected"; created on demand. */
export function diagnosisExpects(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(diagnosisSettingsSchema.shape).map(([name, schema]) => [name, expectsOf(schema)]),
  );
}

function expectsOf(schema: z.ZodType): string {
  const { type, enum: words, minimum, exclusiveMinimum, maximum } = z.toJSONSchema(schema);
  if (words !== undefined) return words.map(String).join(', ');
  const kind = type === 'integer' ? 'a whole number' : 'a number';
  const from = minimum === undefined ? `above ${String(exclusiveMinimum)}, up` : `from ${String(minimum)}`;
  const unit = thresholdNotes.get(schema)?.unit;
  return `${kind} ${from} to ${String(maximum)}${unit === undefined ? '' : ` (${unit})`}`;
}
