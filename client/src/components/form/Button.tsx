import type { ButtonHTMLAttributes } from 'react';
import styles from './Button.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `strong` for the one main action; `plain` for one without a frame. */
  readonly variant?: 'normal' | 'strong' | 'plain';
}

/** A button; its target is at least 24 px high. */
export function Button({ variant = 'normal', className, ...rest }: ButtonProps) {
  return (
    <button type="button" className={[styles.button, styles[variant], className].filter(Boolean).join(' ')} {...rest} />
  );
}
