import { fromPathSegment } from '@tunnelwatch/shared/subject';
import { useLocation } from 'react-router';
import { TunnelView } from './TunnelView.js';

/** One tunnel, named by the path. */
export function TunnelPage() {
  const names = namesIn(useLocation().pathname);
  return <TunnelView key={JSON.stringify(names)} {...names} />;
}

/** The router's own parameters cannot be used here: they turn a "%2F" in a name into a slash. */
function namesIn(pathname: string): { readonly gateway: string; readonly matchkey: string } {
  const [, , gateway = '', matchkey = ''] = pathname.split('/').map(decode);
  return { gateway: fromPathSegment(gateway), matchkey: fromPathSegment(matchkey) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A lone "%" in the URL is used as it is.
    return segment;
  }
}
