import cliProgress from 'cli-progress';
/** A bar on standard error when that is a terminal; else nothing. `verb` and `unit` are words as in "reading … bytes". */
export function progressBar(verb, unit) {
    if (!process.stderr.isTTY)
        return { update: () => undefined, stop: () => undefined };
    const bar = new cliProgress.SingleBar({
        format: `${verb} {bar} {percentage}% | {value}/{total} ${unit} | {eta_formatted} left`,
        stream: process.stderr,
    }, cliProgress.Presets.shades_classic);
    let isRunning = false;
    return {
        update: (done, total) => {
            if (!isRunning)
                bar.start(total, 0);
            isRunning = true;
            bar.update(done);
        },
        stop: () => {
            if (isRunning)
                bar.stop();
        },
    };
}
//# sourceMappingURL=progress-bar.js.map