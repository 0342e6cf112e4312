import { useState } from 'react';
import { readSetting, writeSetting } from '../../browser/browser-settings.js';
import { useSignedInName } from '../../session/who-context.js';

const KEY = 'tunnelwatch.operator';

/** The name given at the last action on this computer; empty where there is none or storage is blocked. */
function rememberedName(): string {
  return readSetting(KEY) ?? '';
}

/** The name of who looks at this page, as others are told it; empty where nobody signed in and none was given. */
export function useOwnName(): string {
  return useSignedInName() ?? rememberedName();
}

/** What a command says of who sends it. */
type Named = Readonly<{ by?: string }>;

/** Who acts: the one place that knows how a person is named to the server. */
export interface Operator {
  /** True when the server knows who acts: then nobody is asked for a name. */
  readonly isSignedIn: boolean;
  /** The name of who signed in, or as typed. */
  readonly name: string;
  readonly setName: (name: string) => void;
  /** True when there is a name to act under. */
  readonly isKnown: boolean;
  /** What a command says of who acts, which is nothing where the server knows; remembers a typed name on this computer. */
  readonly signed: () => Named;
  /** The same for a question, before anybody acts. */
  readonly asking: Named;
}

/** Who acts here: by the name that they signed in with, else by the one that they type. */
export function useOperator(): Operator {
  const [name, setName] = useState(rememberedName);
  const signedInName = useSignedInName();
  if (signedInName !== null) {
    return { name: signedInName, isSignedIn: true, setName, isKnown: true, signed: () => ({}), asking: {} };
  }
  return {
    name,
    isSignedIn: false,
    setName,
    asking: { by: name.trim() || 'somebody' },
    isKnown: name.trim() !== '',
    signed: () => {
      writeSetting(KEY, name.trim());
      return { by: name.trim() };
    },
  };
}
