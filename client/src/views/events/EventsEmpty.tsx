import { Link } from 'react-router';
import { useStatus } from '../../live/use-live.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { countFilters, type EventFilters } from './event-filter.js';

/** Why the list is empty: nothing matches, or nothing was ever stored. */
export function EventsEmpty({ filters }: { readonly filters: EventFilters }) {
  const stored = useStatus()?.events ?? 0;
  if (stored > 0 && countFilters(filters) > 0) {
    return (
      <p>
        None of the {formatCount(stored)} stored events match. Gateway, matchkey and interface must be full names;
        search finds any part of a line.
      </p>
    );
  }
  return (
    <>
      <p>No IPsec events received yet. The first one appears here automatically.</p>
      <p>
        Silence does not mean that all is well: gateways log drops only, and send Notice messages only to log receivers
        that are configured for them. <Link to="/sources">View sources</Link>
      </p>
    </>
  );
}
