import { fromPathSegment } from '@tunnelwatch/shared/subject';
import { useLocation } from 'react-router';
import { GatewayView } from './GatewayView.js';

/** One gateway, named by the path. */
export function GatewayPage() {
  const [, , segment = ''] = useLocation().pathname.split('/');
  const gateway = fromPathSegment(decode(segment));
  return <GatewayView key={gateway} name={gateway} />;
}

/** The router's own parameters turn a "%2F" in a name into a slash. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A lone "%" in the URL is used as it is.
    return segment;
  }
}
