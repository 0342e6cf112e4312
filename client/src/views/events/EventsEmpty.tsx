import { Link } from 'react-router';
import { useStatus } from '../../live/use-live.js';
import { formatCount } from '../../format/format-number.js';
import { countFilters, type EventFilters } from './event-filter.js';

/** Why the list is empty: nothing matches, or nothing ever came. */
export function EventsEmpty({ filters }: { readonly filters: EventFilters }) {
  const stored = useStatus()?.events ?? 0;
  if (stored > 0 && countFilters(filters) > 0) {
    return (
      <p>
        None of the {formatCount(stored)} stored events matches. Gateway, matchkey and interface have to be whole names;
        the search finds any part of a line.
      </p>
    );
  }
  return (
    <>
      <p>No IPsec event was ever received. The first one appears here by itself.</p>
      <p>
        Silence proves nothing: gateways log drops alone, and send Notices only where their log receiver asks for them.{' '}
        <Link to="/sources">See what the sources deliver</Link>
      </p>
    </>
  );
}
