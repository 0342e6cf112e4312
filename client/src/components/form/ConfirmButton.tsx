import { useState } from 'react';
import { Button } from './Button.js';

interface ConfirmButtonProps {
  /** The action, as in "Remove". */
  readonly verb: string;
  /** Its object, as in "ann", for screen readers. */
  readonly what: string;
  readonly isDisabled: boolean;
  readonly onConfirm: () => void;
}

/** A button for what cannot be undone: it asks for confirmation, and resets when it loses the focus. */
export function ConfirmButton({ verb, what, isDisabled, onConfirm }: ConfirmButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  const press = (): void => {
    if (isAsking) onConfirm();
    setIsAsking(!isAsking);
  };
  return (
    <Button
      variant={isAsking ? 'strong' : 'normal'}
      disabled={isDisabled}
      onClick={press}
      onBlur={() => setIsAsking(false)}
      aria-label={isAsking ? `Confirm: ${verb.toLowerCase()} ${what}` : `${verb} ${what}`}
    >
      {isAsking ? `Confirm ${verb.toLowerCase()}` : verb}
    </Button>
  );
}
