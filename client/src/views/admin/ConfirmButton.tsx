import { useState } from 'react';
import { Button } from '../../components/form/Button.js';

interface ConfirmButtonProps {
  /** What is done, as in "Remove". */
  readonly verb: string;
  /** To what, as in "ann": said to those who cannot see the row. */
  readonly what: string;
  readonly isDisabled: boolean;
  readonly onConfirm: () => void;
}

/** A button for what cannot be undone: it asks once more, and forgets it when the focus goes elsewhere. */
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
