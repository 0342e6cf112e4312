/** One name=value pair of a message, as written but without quotes. */
export type KeyValue = readonly [name: string, value: string];
/** What stands in a message body: free text before the first pair, and the pairs in order. */
export interface BodyFields {
    text: string;
    pairs: KeyValue[];
}
/**
 * Splits `name=value name="quoted value" name=value with spaces` into pairs, in time linear in the length of the line.
 * An unquoted value runs up to the next ` name=`. A quoted one ends at the first unescaped quote that white space or the
 * end of the line follows; a quote that never closes is an ordinary character.
 */
export declare function parseKeyValues(line: string, from: number): BodyFields;
