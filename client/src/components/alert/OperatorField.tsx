import form from '../form/form.module.css';
import type { Operator } from './operator-name.js';

/** Asks for the operator's name, where nobody signs in. */
export function OperatorField({ operator }: { readonly operator: Operator }) {
  if (operator.isSignedIn) return null;
  return (
    <label className={form.field}>
      Your name
      <input
        className={form.input}
        data-first-focus={operator.isKnown ? undefined : true}
        value={operator.name}
        onChange={(event) => operator.setName(event.target.value)}
        maxLength={100}
        autoComplete="off"
        required
      />
    </label>
  );
}
