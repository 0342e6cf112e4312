import { LiveModel } from '@tunnelwatch/server/core/aggregate/live-model';
import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { InventoryList } from '@tunnelwatch/server/core/inventory/inventory-list';
import { SearchDesk } from '@tunnelwatch/server/serve/search/search-desk';
import type { KindRecord, StepCounts } from '@tunnelwatch/server/core/aggregate/records';
import type { Alert } from '@tunnelwatch/shared/alert';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import type { InventoryEntry } from '@tunnelwatch/shared/inventory';
import { describe, expect, it } from 'vitest';
import { sampleAlert } from '../../support/samples.js';

const NOW = 1_800_000_000_000;
const KIND: KindRecord = { id: 1, class: 'replay', messageId: 278, severity: 'warning', isKnown: true, repeats: 1 };

function entry(part: Partial<InventoryEntry>): InventoryEntry {
  const usual = { id: 1, gateway: 'gw1', kind: 'matchkey', pattern: '31', name: 'Riga', site: '', peer: '' } as const;
  return { ...usual, note: '', priority: null, version: 1, updatedAt: 0, updatedBy: '', ...part };
}

function oneEvent(subjectId: number): StepCounts {
  return {
    seconds: Float64Array.of(NOW / 1000),
    subjectIds: Int32Array.of(subjectId),
    kindIds: Int32Array.of(1),
    counts: Int32Array.of(1),
    firstTimes: Float64Array.of(NOW),
    lastTimes: Float64Array.of(NOW),
  };
}

/** A monitor with tunnels `31` and `32` of gw1, an interface, and one alert. */
function searchable() {
  const model = new LiveModel({ step: 0, newestTime: NOW, subjects: [], kinds: [], totals: [], minutes: [] }, NOW);
  const inventory = new InventoryList([
    entry({ id: 1, name: 'Riga office', site: 'Latvia', peer: '192.0.2.9' }),
    entry({ id: 2, pattern: 'unused', name: 'Oslo depot', peer: '2001:db8::7' }),
    entry({ id: 3, kind: 'iface', pattern: 'wan7', name: 'Uplink Riga' }),
  ]);
  const alerts: Alert[] = [];
  const see = (id: number, matchkey: string, gateway = 'gw1'): void => {
    const subject = { kind: 'tunnel', gateway, matchkey } as const;
    model.apply(
      {
        subjects: [{ id, subject }],
        kinds: [KIND],
        counts: oneEvent(id),
      },
      NOW,
    );
  };
  see(1, '31');
  see(2, '32');
  const desk = new SearchDesk({
    model: () => model,
    inventory: () => inventory,
    alerts: () => alerts,
    catalogue: createCatalogue(BUILTIN_CATALOGUE),
    referenceTime: () => NOW,
    onError: (error) => {
      throw error;
    },
  });
  const tunnels = async (text: string) => (await desk.search(text, 20)).tunnels.items.map(({ matchkey }) => matchkey);
  return { desk, tunnels, see, inventory, alerts, model };
}

describe('the search of everything', () => {
  it('[PEO-40] finds tunnels by name, site, peer, gateway and matchkey, several words at once', async () => {
    const { tunnels, desk } = searchable();
    expect(await tunnels('riga')).toEqual(['31']);
    expect(await tunnels('LATVIA 192.0.2')).toEqual(['31']);
    expect(await tunnels('gw1')).toEqual(['31', '32', 'unused']);
    expect(await tunnels('db8::7')).toEqual(['unused']);
    expect(await tunnels('riga oslo')).toEqual([]);
    expect((await desk.search('oslo', 20)).tunnels.items).toMatchObject([{ isSeen: false, recentTotal: 0 }]);
  });

  it('[PEO-41] finds a matchkey in decimal and in hexadecimal, with and without 0x', async () => {
    const { tunnels, desk } = searchable();
    expect([await tunnels('31'), await tunnels('0x1f'), await tunnels('1F')]).toEqual([['31'], ['31'], ['31']]);
    expect((await desk.search('31', 20)).tunnels.items).toMatchObject([{ otherNotation: '0x1f', isSeen: true }]);
  });

  it('[PEO-42] knows at once of new tunnels, of those that left, and of new names', async () => {
    const { tunnels, see, inventory, model } = searchable();
    expect(await tunnels('33')).toEqual([]);
    see(3, '33');
    see(4, 'unused');
    expect(await tunnels('33')).toEqual(['33']);
    expect(await tunnels('oslo')).toEqual(['unused']);
    inventory.put(entry({ id: 4, pattern: '33', name: 'Tallinn' }));
    expect(await tunnels('tallinn')).toEqual(['33']);
    model.remove(
      {
        oldest: null,
        counts: oneEvent(3),
      },
      1,
    );
    // Only the inventory knows it now.
    expect(await tunnels('tallinn')).toEqual(['33']);
  });

  it('[PEO-40] finds interfaces, gateways, open alerts and messages, and no resolved alert', async () => {
    const { desk, alerts } = searchable();
    const subject = { kind: 'tunnel', gateway: 'gw1', matchkey: '31' } as const;
    alerts.push(sampleAlert({ id: 7, subject, message: 'Decryption failed', state: 'unacknowledged' }));
    alerts.push(sampleAlert({ id: 8, subject, message: 'Decryption failed', state: 'closed' }));
    const found = await desk.search('riga', 20);
    expect(found.interfaces.items).toMatchObject([{ gateway: 'gw1', iface: 'wan7' }]);
    expect(found.alerts.items).toMatchObject([{ id: 7, inventory: { name: 'Riga office' } }]);
    expect((await desk.search('decryption 0x1f', 20)).alerts.items.map(({ id }) => id)).toEqual([7]);
    expect((await desk.search('gw', 20)).gateways.items).toEqual([{ gateway: 'gw1', tunnels: 2 }]);
    expect((await desk.search('278', 20)).messages.items.map(({ id }) => id)).toEqual([278]);
  });

  it('[PEO-43] shows a bounded number of each kind, says that there are more, and stops when nobody waits', async () => {
    const { desk, see } = searchable();
    for (let id = 10; id < 40; id++) see(id, `k${String(id)}`);
    const found = await desk.search('k', 5);
    expect([found.tunnels.items.length, found.tunnels.hasMore]).toEqual([5, true]);
    for (let id = 100; id < 8000; id++) see(id, `many${String(id)}`, `edge${String(id)}`);
    await expect(desk.search('x', 20, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});
