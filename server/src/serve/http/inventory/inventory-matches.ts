import type { InventoryMatchQuery } from '@tunnelwatch/shared/api-inventory';
import type { Subject } from '@tunnelwatch/shared/subject';
import { compilePattern } from '../../../core/inventory/match-pattern.js';
import { named } from '../../../core/inventory/shown.js';
import type { ApiContext } from '../api-context.js';

/** Some of the known subjects that an entry with these patterns would match, and their total number. */
export function matchingSubjects(
  { kind, gateway, pattern, limit }: InventoryMatchQuery,
  { model, names }: Pick<ApiContext, 'model' | 'names'>,
) {
  const fitsGateway = compilePattern(gateway);
  const fitsName = compilePattern(pattern);
  const items: Subject[] = [];
  let total = 0;
  for (const subject of kind === 'matchkey' ? tunnelsOf(model()) : model().interfaces()) {
    if (!fitsGateway(subject.gateway)) continue;
    if (!fitsName(subject.kind === 'tunnel' ? subject.matchkey : subject.iface)) continue;
    total += 1;
    if (items.length < limit) items.push(subject);
  }
  return { items: items.map((subject) => named({ subject }, names())), nextCursor: null, total };
}

function* tunnelsOf(model: ReturnType<ApiContext['model']>): Iterable<Extract<Subject, { kind: 'tunnel' }>> {
  for (const { gateway, matchkey } of model.tunnels.values()) yield { kind: 'tunnel', gateway, matchkey };
}
