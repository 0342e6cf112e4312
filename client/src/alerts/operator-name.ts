import { useState } from 'react';
import { readSetting, writeSetting } from '../browser-settings.js';

const KEY = 'tunnelwatch.operator';

/** The name given at the last action on this computer; empty where there is none or storage is blocked. */
export function rememberedName(): string {
  return readSetting(KEY) ?? '';
}

/** Who acts: the one place that knows how a person is named to the server. */
export interface Operator {
  /** The name as typed. */
  readonly name: string;
  readonly setName: (name: string) => void;
  /** True when there is a name to act under. */
  readonly isKnown: boolean;
  /** What a command says of who acts; remembers the name on this computer. */
  readonly signed: () => { readonly by: string };
}

/** Who acts here, by the name that they type. */
export function useOperator(): Operator {
  const [name, setName] = useState(rememberedName);
  return {
    name,
    setName,
    isKnown: name.trim() !== '',
    signed: () => {
      writeSetting(KEY, name.trim());
      return { by: name.trim() };
    },
  };
}
