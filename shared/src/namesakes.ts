import { z } from 'zod';
import { splitHostName } from './host-name.js';
import { appearances } from './look-alike.js';

/** Gateways whose names differ only in case or domain, or look alike. */
export const namesakesSchema = z.object({
  /** The name that joining them would keep. */
  gateway: z.string(),
  /** The other names. */
  others: z.array(z.string()),
  /**
   * False where only case or domain differs: one gateway, or several hosts of the same short name. True where letters differ
   * that look alike: one of them may be forged.
   */
  isLookAlike: z.boolean(),
});

export type Namesakes = z.infer<typeof namesakesSchema>;

/**
 * Groups of gateways whose names look alike, which may be forged and are never cut from a list by the others; then those whose
 * names differ only in case or domain. Both are in the order of their first names.
 */
export function namesakesAmong(gateways: Iterable<string>): Namesakes[] {
  const groups = new Map<string, string[]>();
  for (const gateway of gateways) {
    const key = splitHostName(gateway).short.toLowerCase();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [gateway]);
    else group.push(gateway);
  }
  const lookAlikes = lookAlikesAmong(groups.keys()).map((keys) => [...keys].flatMap((key) => groups.get(key) ?? []));
  return [
    ...lookAlikes.flatMap((names) => groupOf(names, true)),
    ...[...groups.values()].flatMap((names) => groupOf(names, false)),
  ];
}

function groupOf(names: readonly string[], isLookAlike: boolean): Namesakes[] {
  const [gateway, ...others] = names.slice().sort(shortestFirst);
  return gateway === undefined || others.length === 0 ? [] : [{ gateway, others, isLookAlike }];
}

/** Names in groups of those that can be read as each other. */
function lookAlikesAmong(names: Iterable<string>): Set<string>[] {
  const groupOfForm = new Map<string, Set<string>>();
  for (const name of names) {
    const forms = appearances(name);
    const joined = new Set([name, ...forms.flatMap((form) => [...(groupOfForm.get(form) ?? [])])]);
    for (const each of joined) for (const form of appearances(each)) groupOfForm.set(form, joined);
  }
  return [...new Set(groupOfForm.values())].filter(({ size }) => size > 1);
}

/** Names in ASCII and the shortest first; of names in different case the one in small letters. */
function shortestFirst(a: string, b: string): number {
  const isAscii = (name: string) => /^[ -~]*$/.test(name);
  return Number(isAscii(b)) - Number(isAscii(a)) || a.length - b.length || (a > b ? -1 : 1);
}

/** The setting that joins gateways, in the YAML of the configuration file. */
export function aliasSetting({ gateway, others }: Pick<Namesakes, 'gateway' | 'others'>): string {
  // Case does not matter to a key, so names that differ only in it share one.
  const keys = new Map(others.map((other) => [other.toLowerCase(), other]));
  const lines = Array.from(keys.values(), (other) => `  ${asYaml(other)}: ${asYaml(gateway)}`);
  return ['aliases:', ...lines].join('\n');
}

/** Words that YAML does not take for text. */
const NO_TEXT = /^(?:true|false|yes|no|on|off|null|nan|inf|[\d._+-]*(?:e[\d+-]*)?|0[xo].*)$/i;

/** A name as YAML; JSON, which is YAML too, where it could be read as anything else. Invisible characters are escaped. */
function asYaml(name: string): string {
  if (/^[A-Za-z\d][\w.-]*$/.test(name) && !NO_TEXT.test(name)) return name;
  return JSON.stringify(name).replaceAll(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
