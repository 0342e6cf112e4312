/** All stored events by gateway and kind: few numbers that answer how many events a live tail stands for. */
export class KindTally {
    byGateway = new Map();
    add(gateway, kindId, count) {
        const kinds = this.byGateway.get(gateway) ?? new Map();
        this.byGateway.set(gateway, kinds);
        kinds.set(kindId, (kinds.get(kindId) ?? 0) + count);
    }
    count({ gateway, fits }) {
        const chosen = gateway === undefined ? [...this.byGateway.values()] : [this.byGateway.get(gateway)];
        let total = 0;
        for (const kinds of chosen) {
            for (const [kindId, count] of kinds ?? [])
                if (fits(kindId))
                    total += count;
        }
        return total;
    }
}
//# sourceMappingURL=kind-tally.js.map