import { BitReader } from './bit-reader.js';
import { Directory, Postings } from './directory.js';
import { checkedPart, readable } from './guard.js';
import { Lines } from './lines.js';
import { Symbols } from './symbols.js';
import { headBytes, Times } from './times.js';
/** A segment of version 2. */
export class EncodedContent {
    origin;
    openDirectory;
    wholeDirectory;
    openPostings;
    allPositions;
    openFacts;
    openLines;
    factBytes = 0;
    constructor(origin) {
        this.origin = origin;
    }
    get byteLength() {
        const { openDirectory, openPostings, openFacts, openLines, wholeDirectory, allPositions } = this;
        return ((openDirectory?.byteLength ?? 0) +
            (wholeDirectory === undefined ? 0 : wholeDirectory.subjects.byteLength * 2) +
            (openPostings?.byteLength ?? 0) +
            (allPositions?.byteLength ?? 0) +
            (openFacts === undefined ? 0 : this.factBytes + openFacts.times.byteLength + openFacts.received.byteLength) +
            (openLines?.byteLength ?? 0));
    }
    find(subjectId) {
        return readable('subjects', () => this.subjects().find(subjectId));
    }
    directory() {
        this.wholeDirectory ??= readable('subjects', () => this.subjects().whole());
        return this.wholeDirectory;
    }
    positionsOf(subjectId) {
        const entry = readable('subjects', () => this.subjects().find(subjectId));
        if (entry === undefined)
            return new Uint16Array(0);
        if (this.allPositions !== undefined) {
            return this.allPositions.subarray(entry.firstRow, entry.firstRow + entry.count);
        }
        return readable('keys', () => this.postings().of(entry));
    }
    positions() {
        const directory = this.directory();
        this.allPositions ??= readable('keys', () => this.postings().all(directory));
        return this.allPositions;
    }
    time(position) {
        return readable('facts', () => this.facts().times.at(position));
    }
    timesAt(positions, areAlike) {
        return readable('facts', () => this.facts().times.of(positions, areAlike));
    }
    times() {
        return readable('facts', () => this.facts().times.all());
    }
    receivedTime(position) {
        return readable('facts', () => this.facts().received.at(position));
    }
    receivedTimes() {
        return readable('facts', () => this.facts().received.all());
    }
    symbolTable() {
        return readable('facts', () => this.facts().symbols.table);
    }
    symbols(from, to) {
        return readable('facts', () => this.facts().symbols.copy(from, to));
    }
    line(row, position) {
        const time = this.time(position);
        this.openLines ??= this.openTheLines();
        return this.openLines.line(row, time);
    }
    subjects() {
        this.openDirectory ??= new Directory(checkedPart('subjects', this.origin.read('subjects')), this.origin.count);
        return this.openDirectory;
    }
    postings() {
        this.openPostings ??= new Postings(checkedPart('keys', this.origin.read('keys')), this.origin.count);
        return this.openPostings;
    }
    facts() {
        if (this.openFacts !== undefined)
            return this.openFacts;
        const { count } = this.origin;
        const part = checkedPart('facts', this.origin.read('facts'));
        const bitBytes = part.readUInt32LE(0);
        const timesEnd = 4 + headBytes(count);
        const receivedEnd = timesEnd + headBytes(count);
        const bits = new BitReader(part.subarray(receivedEnd, receivedEnd + bitBytes));
        const times = new Times(part.subarray(4, timesEnd), bits, count);
        const received = new Times(part.subarray(timesEnd, receivedEnd), bits, count);
        const symbols = new Symbols(part.subarray(receivedEnd + bitBytes), count);
        this.factBytes = part.length + symbols.byteLength;
        this.openFacts = { times, received, symbols };
        return this.openFacts;
    }
    openTheLines() {
        const { count, names } = this.origin;
        const directory = readable('subjects', () => this.subjects());
        const { symbols } = readable('facts', () => this.facts());
        return readable('lines', () => new Lines(this.origin.read('lines'), { count, directory, symbols, names }));
    }
}
//# sourceMappingURL=encoded-content.js.map