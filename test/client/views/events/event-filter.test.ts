import { eventFilterSchema } from '@tunnelwatch/shared/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countFilters,
  filterFaults,
  isRangeTurned,
  parseFilters,
  queryOfFilters,
  viewOfFilters,
} from '../../../../client/src/views/events/event-filter.js';

function filtersOf(search: string) {
  return parseFilters(new URLSearchParams(search));
}

describe('parseFilters', () => {
  it('reads every filter', () => {
    const search =
      'gateway=gw-a&matchkey=7f&iface=ipsec1&messageId=278&class=replay&severity=warning&from=2026-02-10T10:00:00.000Z&to=1770721200000&q=seqno%3D5';
    expect(filtersOf(search)).toEqual({
      gateway: 'gw-a',
      matchkey: '7f',
      iface: 'ipsec1',
      messageId: 278,
      class: 'replay',
      severity: 'warning',
      from: Date.parse('2026-02-10T10:00:00Z'),
      to: 1_770_721_200_000,
      q: 'seqno=5',
    });
    expect(countFilters(filtersOf(search))).toBe(9);
  });

  it('tells an empty matchkey from none', () => {
    expect(filtersOf('matchkey=').matchkey).toBe('');
    expect(filtersOf('').matchkey).toBeNull();
    expect(queryOfFilters(filtersOf('matchkey='))).toEqual({ matchkey: '' });
  });

  it('counts what cannot be read as absent', () => {
    const broken = filtersOf('messageId=0x116&class=fire&severity=bad&from=yesterday&to=99999999999999999999');
    expect(countFilters(broken)).toBe(0);
  });

  it('tells what cannot be read, by its name and as it stands', () => {
    const search = new URLSearchParams('messageId=0x116&class=fire&severity=error&from=yesterday&q=&to=');
    expect(filterFaults(search)).toEqual([
      { name: 'messageId', text: '0x116' },
      { name: 'class', text: 'fire' },
      { name: 'from', text: 'yesterday' },
    ]);
    expect(filterFaults(new URLSearchParams('messageId=278&matchkey=&x=y'))).toEqual([]);
  });

  it('makes a query that the server takes, of any URL', () => {
    const value = fc.oneof(fc.string(), fc.constantFrom('278', 'replay', 'error', '2026-02-10T10:00:00Z', '17'));
    const names = fc.constantFrom('gateway', 'matchkey', 'messageId', 'class', 'severity', 'from', 'to', 'x');
    fc.assert(
      fc.property(fc.array(fc.tuple(names, value)), (pairs) => {
        const query = queryOfFilters(parseFilters(new URLSearchParams(pairs)));
        expect(eventFilterSchema.safeParse(query).success).toBe(true);
      }),
    );
  });
});

describe('viewOfFilters', () => {
  it('follows gateway, class and message live', () => {
    expect(viewOfFilters(filtersOf('gateway=gw-a&class=replay&messageId=278'))).toEqual({
      view: 'events',
      gateway: 'gw-a',
      class: 'replay',
      messageId: 278,
    });
    expect(viewOfFilters(filtersOf(''))).toEqual({ view: 'events' });
  });

  it('follows nothing with a filter that no room knows', () => {
    for (const name of ['matchkey=a', 'matchkey=', 'iface=a', 'severity=error', 'q=a', 'from=1', 'to=1']) {
      expect(viewOfFilters(filtersOf(`gateway=gw-a&${name}`)), name).toBeNull();
    }
  });
});

describe('isRangeTurned', () => {
  it('finds an end that does not lie after the beginning', () => {
    expect(isRangeTurned(filtersOf('from=2&to=1'))).toBe(true);
    expect(isRangeTurned(filtersOf('from=2&to=2'))).toBe(true);
    expect(isRangeTurned(filtersOf('from=1&to=2'))).toBe(false);
    expect(isRangeTurned(filtersOf('from=2'))).toBe(false);
  });
});
