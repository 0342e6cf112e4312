import { hexOf, meaningOf, numberOf, type ParameterSource } from '@tunnelwatch/shared/parameter-meaning';

/** A parameter as a table shows it. */
export interface ParameterRow {
  readonly name: string;
  /** As written in the line. */
  readonly written: string;
  /** Decimal digits; null if it is not a whole number of up to 64 bits. */
  readonly decimal: string | null;
  readonly hex: string | null;
  /** What the number means, if a standard defines it. */
  readonly meaning: string | null;
}

/** The parameters of an event in the order of the line, numbers in decimal and hex without loss of digits. */
export function parameterRows(event: ParameterSource): readonly ParameterRow[] {
  return Object.entries(event.parameters).map(([name, written]) => {
    const decimal = numberOf(event, name);
    const hex = decimal === null ? null : hexOf(decimal);
    return { name, written, decimal, hex, meaning: decimal === null ? null : meaningOf(event, name, decimal) };
  });
}
