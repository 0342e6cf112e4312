import { subjectKey } from '@tunnelwatch/shared/subject';
const MINUTE_MS = 60_000;
/** Keeps when conditions were there, and nothing of alerts: what a replay of rules writes into. */
export class EpisodeBook {
    episodes = [];
    open = new Map();
    ended = new Map();
    /** True while any condition is there. */
    get isAnyRaised() {
        return this.open.size > 0;
    }
    raise({ rule, subject }, now) {
        const key = keyOf(rule, subject);
        if (subject.kind === 'source' || subject.kind === 'all' || this.open.has(key))
            return;
        const episode = { rule, subject, from: Math.floor(now / MINUTE_MS), to: Number.POSITIVE_INFINITY };
        this.open.set(key, episode);
        this.episodes.push(episode);
    }
    clear(rule, subject, now) {
        const key = keyOf(rule, subject);
        const episode = this.open.get(key);
        if (episode === undefined)
            return;
        episode.to = Math.floor(now / MINUTE_MS);
        this.open.delete(key);
        this.ended.set(key, now);
    }
    countRaised(rule, subject) {
        return this.open.has(keyOf(rule, subject));
    }
    /** When the episode before was over, epoch ms; undefined when there was none, or while one lasts. */
    endedAt(rule, subject) {
        const key = keyOf(rule, subject);
        return this.open.has(key) ? undefined : this.ended.get(key);
    }
    raisedConditions() {
        return [...this.open.values()];
    }
}
function keyOf(rule, subject) {
    return `${rule}\n${subjectKey(subject)}`;
}
//# sourceMappingURL=episode-book.js.map