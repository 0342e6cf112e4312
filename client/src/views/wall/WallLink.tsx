import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useMay } from '../../session/who-context.js';

interface WallLinkProps {
  readonly to: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Leads from the wall to a page, for those who may see pages; on a television with a token of its own it is plain text. */
export function WallLink({ to, className, children }: WallLinkProps) {
  const mayView = useMay('viewer');
  if (!mayView) return <span className={className}>{children}</span>;
  return (
    <Link to={to} className={className}>
      {children}
    </Link>
  );
}
