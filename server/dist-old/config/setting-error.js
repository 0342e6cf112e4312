/** One line of text: `tunnelwatch.yaml:3: port: "banana" …; expected a whole number from 0 to 65535`. */
export function formatSettingError(error) {
    const place = error.line === null ? error.where : `${error.where}:${error.line}`;
    const key = error.key === '' ? '' : ` ${error.key}:`;
    return `${place}:${key} ${error.message}; ${error.remedy}`;
}
/** A value as it is quoted in a message: short, on one line, control characters escaped. */
export function quoteValue(value) {
    const text = JSON.stringify(value) ?? String(value);
    return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
/** A path as people write it: `sources[0].timeZone`. */
export function formatPath(path) {
    return path.reduce((text, part) => {
        if (typeof part === 'number')
            return `${text}[${part}]`;
        return text === '' ? String(part) : `${text}.${String(part)}`;
    }, '');
}
//# sourceMappingURL=setting-error.js.map