import type { ReactNode } from 'react';
import type { Shape } from '../../theme/severity-style.js';

const PATHS: Readonly<Record<Shape, ReactNode>> = {
  octagon: <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" />,
  triangle: <path d="M8 1.2 15.4 14.6H.6z" />,
  diamond: <path d="M8 .8 15.2 8 8 15.2.8 8z" />,
  circle: <circle cx="8" cy="8" r="6.4" />,
  dot: <circle cx="8" cy="8" r="3" />,
};

interface SeverityShapeProps {
  readonly shape: Shape;
  /** CSS colour; the text colour when absent. */
  readonly color?: string;
  readonly className?: string | undefined;
}

/** The shape of a severity, at text height. It is decorative: a word is shown beside it. */
export function SeverityShape({ shape, color = 'currentColor', className }: SeverityShapeProps) {
  return (
    <svg className={className} viewBox="0 0 16 16" width="0.9em" height="0.9em" fill={color} aria-hidden="true">
      {PATHS[shape]}
    </svg>
  );
}
