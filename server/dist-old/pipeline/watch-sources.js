/** Looks for silence, skew and lag of all that is read, and tells each reader of its silence; `now` is epoch ms. */
export function watchSources(watch, report, read, now) {
    watch.look(read.map(({ source, reader }) => ({ source, lagMs: report.lagOf({ source, reader }, now) })), now);
    for (const { source, reader } of read) {
        reader.silence = watch.silenceOf(source);
    }
}
//# sourceMappingURL=watch-sources.js.map