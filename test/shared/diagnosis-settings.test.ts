import { diagnosisSettingsSchema, USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import { thresholdNotes } from '@tunnelwatch/shared/diagnosis-thresholds';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const DOCUMENT = fileURLToPath(new URL('../../docs/diagnosis.md', import.meta.url));
const BEGIN = '<!-- thresholds: begin -->\n';
const END = '<!-- thresholds: end -->';

const settings = Object.entries(diagnosisSettingsSchema.shape);

function table(): string {
  const rows = settings.map(([name, schema]) => {
    const { what, unit, why } = thresholdNotes.get(schema) ?? { what: '', unit: '', why: '' };
    const usual = String(Object.entries(USUAL_DIAGNOSIS).find(([other]) => other === name)?.[1]);
    return `| \`${name}\` | ${usual} | ${rangeOf(schema)} | ${unit} | ${what} | ${why} |`;
  });
  return [
    '| setting | default | range | unit | meaning | why |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function rangeOf(schema: z.ZodType): string {
  if (!(schema instanceof z.ZodNumber)) return '';
  const { minimum, exclusiveMinimum, maximum } = z.toJSONSchema(schema);
  return `${minimum === undefined ? `above ${String(exclusiveMinimum)}` : String(minimum)} to ${String(maximum)}`;
}

describe('[DIA-13] every threshold is a setting', () => {
  it('with unit, range, default and reason in docs/diagnosis.md (renew it with vitest -u)', async () => {
    const text = readFileSync(DOCUMENT, 'utf8');
    const [before = ''] = text.split(BEGIN);
    const after = text.slice(text.indexOf(END));
    await expect(`${before}${BEGIN}\n${table()}\n\n${after}`).toMatchFileSnapshot(DOCUMENT);
  });

  it.each(settings)('%s has notes, and its default lies in its range', (name, schema) => {
    expect(thresholdNotes.get(schema)?.what).toBeTruthy();
    const usual = Object.entries(USUAL_DIAGNOSIS).find(([other]) => other === name)?.[1];
    expect(schema.safeParse(usual).success).toBe(true);
  });
});
