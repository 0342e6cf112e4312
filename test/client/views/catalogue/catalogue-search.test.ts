import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { describe, expect, it } from 'vitest';
import { searchCatalogue } from '../../../../client/src/views/catalogue/catalogue-search.js';

function idsFor(q: string): number[] {
  return searchCatalogue(BUILTIN_CATALOGUE, q).map((entry) => entry.id);
}

describe('searchCatalogue', () => {
  it('gives all for no words', () => {
    expect(idsFor('')).toHaveLength(BUILTIN_CATALOGUE.length);
    expect(idsFor('   ')).toHaveLength(BUILTIN_CATALOGUE.length);
  });

  it('finds an id, a parameter, a severity and a class', () => {
    expect(idsFor('278')).toContain(278);
    expect(idsFor('windowbase')).toEqual([278]);
    expect(idsFor('CRITICAL')).toEqual(expect.arrayContaining([633, 1682]));
    expect(idsFor('latching')).toEqual(expect.arrayContaining([633, 1682, 1683, 1696]));
  });

  it('asks for every word', () => {
    expect(idsFor('ecn warning')).toEqual([768]);
    expect(idsFor('ecn nothing-of-the-kind')).toEqual([]);
  });
});
