import { VERDICT_WORDS } from '@tunnelwatch/shared/verdict-words';
import { makeVerdict, written } from './make-verdict.js';
/** Tunnels that begin within so much of each other begin together, ms. */
const TOGETHER_MS = 60_000;
const MOST_EXAMPLES = 20;
const PATH = new Set(['reordering', 'buffering', 'duplication', 'corruption']);
const ENDS = new Set(['integrity-key', 'encryption-key', 'padding']);
/** Tunnels by what their drops are consistent with, the largest group first. */
export function groupVerdicts(tunnels) {
    const groups = new Map();
    for (const tunnel of tunnels) {
        const group = groups.get(tunnel.verdict.name);
        if (group === undefined)
            groups.set(tunnel.verdict.name, [tunnel]);
        else
            group.push(tunnel);
    }
    return [...groups]
        .map(([name, of]) => {
        const newest = of.toSorted((a, b) => b.verdict.since - a.verdict.since);
        return {
            name,
            tunnels: of.length,
            firstSince: newest.at(-1)?.verdict.since ?? 0,
            lastSince: newest[0]?.verdict.since ?? 0,
            examples: newest.slice(0, MOST_EXAMPLES).map(({ matchkey, verdict: { confidence, since } }) => {
                return { matchkey, confidence, since };
            }),
        };
    })
        .sort((a, b) => b.tunnels - a.tunnels);
}
/** What the tunnels of a gateway share, and what its messages about no tunnel tell; empty where that is nothing. */
export function diagnoseGateway(facts) {
    return [...memory(facts), ...cryptoHardware(facts), ...common(facts), ...fragmentation(facts)];
}
function memory({ messages }) {
    const short = countOf(messages, [632, 633]);
    if (short === 0)
        return [];
    const buffers = countOf(messages, [413, 579]);
    return [
        makeVerdict('memory', {
            ...{ explained: short + buffers, of: totalOf(messages), confidence: 'high', messageIds: [632, 633] },
            evidence: [
                { text: `${written(short)} of messages 632 and 633: memory for SAs is short or used up`, events: [] },
                ...(buffers === 0
                    ? []
                    : [{ text: `${written(buffers)} of messages 413 and 579 about buffers beside them`, events: [] }]),
            ],
        }),
    ];
}
function fragmentation({ messages, settings }) {
    const counts = [413, 133, 487].map((id) => [id, countOf(messages, [id])]);
    const failed = counts.reduce((sum, [, count]) => sum + count, 0);
    if (failed < settings.leastDrops || countOf(messages, [632, 633]) > 0)
        return [];
    const named = counts.filter(([, count]) => count > 0);
    return [
        makeVerdict('fragmentation', {
            ...{ explained: failed, of: totalOf(messages), confidence: failed >= 30 ? 'high' : 'medium' },
            messageIds: named.map(([id]) => id),
            evidence: [
                { text: named.map(([id, count]) => `${written(count)} of message ${String(id)}`).join(', '), events: [] },
            ],
        }),
    ];
}
function cryptoHardware({ tunnels, settings }) {
    const failing = tunnels.filter(({ verdict }) => verdict.name === 'crypto-hardware').length;
    if (failing < settings.leastTunnels)
        return [];
    return [
        makeVerdict('crypto-hardware', {
            ...{ explained: failing, of: tunnels.length, messageIds: [282, 572, 1057] },
            confidence: failing >= 10 ? 'high' : 'medium',
            evidence: [{ text: `${written(failing)} tunnels fail to encrypt and to decrypt at the same time`, events: [] }],
        }),
    ];
}
/** The same on many tunnels, begun within a minute: one cause, of the path or of the settings of both ends. */
function common(facts) {
    return [...commonOf(facts, 'common-path', PATH), ...commonOf(facts, 'configuration-change', ENDS)];
}
function commonOf({ tunnels, settings }, kind, names) {
    const found = groupVerdicts(tunnels).flatMap(({ name }) => {
        const together = names.has(name) ? mostTogether(tunnels.filter(({ verdict }) => verdict.name === name)) : 0;
        return together < settings.commonTunnels ? [] : [{ name, together }];
    });
    const [largest] = found;
    if (largest === undefined)
        return [];
    return [
        makeVerdict(kind, {
            explained: found.reduce((sum, { together }) => sum + together, 0),
            of: tunnels.length,
            confidence: largest.together >= 10 ? 'high' : largest.together >= 5 ? 'medium' : 'low',
            messageIds: [],
            evidence: found.map(({ name, together }) => ({
                text: `${written(together)} tunnels began within a minute to look like this: ${VERDICT_WORDS[name].title.toLowerCase()}`,
                events: [],
            })),
        }),
    ];
}
/** The most tunnels that began within a minute. */
function mostTogether(tunnels) {
    const times = tunnels
        .filter(({ hasBegun }) => hasBegun)
        .map(({ verdict }) => verdict.since)
        .sort((a, b) => a - b);
    let most = 0;
    let first = 0;
    for (let last = 0; last < times.length; last++) {
        while ((times[last] ?? 0) - (times[first] ?? 0) > TOGETHER_MS)
            first += 1;
        most = Math.max(most, last - first + 1);
    }
    return most;
}
function countOf(messages, ids) {
    return ids.reduce((sum, id) => sum + (messages.get(id) ?? 0), 0);
}
function totalOf(messages) {
    return [...messages.values()].reduce((sum, count) => sum + count, 0);
}
//# sourceMappingURL=diagnose-gateway.js.map