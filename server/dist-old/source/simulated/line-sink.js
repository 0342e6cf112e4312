import { once } from 'node:events';
import { RotatingFile } from './rotating-file.js';
/** A file, appended to and rotated. Throws the system's error when it cannot be opened. */
export function createFileSink(options) {
    const file = new RotatingFile(options);
    return {
        write: (line) => file.writeLine(line),
        flush: () => Promise.resolve(file.flush()),
        close: () => Promise.resolve(file.close()),
        isClosed: () => false,
    };
}
/** A stream such as standard output. A reader that goes away (EPIPE, as `head` does) ends it without an error. */
export function createStreamSink(stream) {
    let collected = '';
    let failure;
    let isGone = false;
    const onError = (error) => {
        isGone = true;
        if (error.code !== 'EPIPE')
            failure = error;
    };
    stream.on('error', onError);
    const flush = async () => {
        const text = collected;
        collected = '';
        if (text !== '' && !isGone && !stream.write(text, 'latin1')) {
            // Either event ends the wait; onError has noted the error already.
            await once(stream, 'drain').catch(() => undefined);
        }
        if (failure !== undefined)
            throw failure;
    };
    return {
        write(line) {
            collected += `${line}\n`;
        },
        flush,
        async close() {
            await flush();
            stream.off('error', onError);
        },
        isClosed: () => isGone,
    };
}
//# sourceMappingURL=line-sink.js.map