import type { Role } from '@tunnelwatch/shared/actor';
import { type LimitedPage, PageLimits } from '@tunnelwatch/server/serve/live/page-limits';
import { describe, expect, it } from 'vitest';

let made = 0;

function page(key: string, role: Role = 'viewer', rooms = 0): LimitedPage {
  made += 1;
  return { id: `${key} ${String(made)}`, key, role, isOpen: false, chosenRooms: () => rooms };
}

const closedBy = (limits: PageLimits, each: LimitedPage): string[] | 'refused' => {
  const admission = limits.admit(each);
  return admission.isAdmitted ? admission.close.map(({ key }) => key) : 'refused';
};

describe('the bound of all live pages', () => {
  it('[LIVE-25] keeps places for walls and operators; whoever has the most pages gives way to others', () => {
    const limits = new PageLimits();
    const busy = page('busy');
    limits.admit(busy);
    for (let number = 0; number < 31; number++) limits.admit(page('busy'));
    for (let number = 0; number < 1468; number++) limits.admit(page(`viewer ${String(number)}`));
    expect(closedBy(limits, page('newcomer')), 'a viewer displaces the busiest').toEqual(['busy']);
    expect(closedBy(limits, page('busy')), 'who has the most displaces nobody').toBe('refused');
    for (let number = 0; number < 500; number++)
      expect(closedBy(limits, page(`wall ${String(number)}`, 'wall'))).toEqual([]);
    expect(closedBy(limits, page('operator', 'operator')), 'beyond all places').toEqual(['busy']);
  });

  it('[LIVE-24] gives room for a view by closing a page of whoever has the most views, and only then', () => {
    const limits = new PageLimits();
    for (let number = 0; number < 3; number++) limits.admit(page('busy', 'viewer', 16));
    limits.admit(page('other', 'viewer', 2));
    expect(limits.mostRooms('busy')).toBeUndefined();
    expect(limits.mostRooms('other')?.key).toBe('busy');
    const newest = page('busy', 'viewer', 16);
    limits.admit(newest);
    for (let number = 0; number < 6; number++) limits.admit(page('busy', 'viewer', 16));
    expect(limits.overRooms(newest.id).map(({ key }) => key)).toEqual(['busy']);
    expect(limits.overRooms(newest.id)).toEqual([]);
  });
});
