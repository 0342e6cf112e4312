import { useState } from 'react';
import { readSetting, writeSetting } from '../../browser/browser-settings.js';
import { useSignedInName } from '../../session/who-context.js';

const KEY = 'tunnelwatch.operator';

/** The name entered for the last action in this browser; empty if there is none or storage is blocked. */
function rememberedName(): string {
  return readSetting(KEY) ?? '';
}

/** The name of the viewer that others see; empty if nobody is signed in and no name was entered. */
export function useOwnName(): string {
  return useSignedInName() ?? rememberedName();
}

/** The actor in a command. */
export type Named = Readonly<{ by?: string }>;

/** Gives who acts, for an action without a dialog: null where nobody signs in and no name was entered in this browser yet. */
export function useNamedOperator(): () => Named | null {
  const signedInName = useSignedInName();
  return () => {
    if (signedInName !== null) return {};
    const name = rememberedName().trim();
    return name === '' ? null : { by: name };
  };
}

/** The actor: the only place that knows how a user is named to the server. */
export interface Operator {
  /** True when the server knows the actor: then no name is requested. */
  readonly isSignedIn: boolean;
  /** The name of the signed-in user, or the entered one. */
  readonly name: string;
  readonly setName: (name: string) => void;
  /** True when there is a name to act under. */
  readonly isKnown: boolean;
  /** The actor in a command, empty if the server knows it; remembers an entered name in this browser. */
  readonly signed: () => Named;
  /** The same for a query, before any action. */
  readonly asking: Named;
}

/** The actor on this page: the signed-in user, otherwise the name that was entered. */
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
