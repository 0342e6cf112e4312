import { fromPathSegment } from '@tunnelwatch/shared/subject';
import { useLocation } from 'react-router';

/**
 * The names behind the first segment of the path, such as gateway and matchkey of `/tunnels/gw1/7`. The router's own parameters
 * are of no use here: they turn a "%2F" that is part of a name into a slash.
 */
export function usePathNames(): readonly string[] {
  return useLocation()
    .pathname.split('/')
    .slice(2)
    .map((segment) => fromPathSegment(decoded(segment)));
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Somebody typed a lone "%": it is taken as it stands.
    return segment;
  }
}
