import { SubjectOrder } from '../subject-order.js';
import { decodeFacts, decodeKeys, decodeLines, decodeSubjects } from './decode.js';
/** A segment of version 1: its events stand in the order of storing, so opening it sorts them by subject. */
export class VersionOneContent {
    origin;
    keyArray;
    order;
    openFacts;
    openSymbols;
    lineAt;
    constructor(origin) {
        this.origin = origin;
    }
    get byteLength() {
        const { count } = this.origin;
        // Lines: what a block takes when it is open, for all of them, since which are open is not counted.
        return ((this.order === undefined ? 0 : count * 4) +
            (this.openFacts === undefined ? 0 : count * 24) +
            (this.lineAt === undefined ? 0 : count * 80));
    }
    find(subjectId) {
        const { subjects, starts } = this.directory();
        const key = subjects.indexOf(subjectId);
        if (key < 0)
            return undefined;
        const firstRow = starts[key] ?? 0;
        return { firstRow, count: (starts[key + 1] ?? 0) - firstRow };
    }
    directory() {
        return this.sorted();
    }
    positionsOf(subjectId) {
        const rows = this.find(subjectId);
        const firstRow = rows?.firstRow ?? 0;
        return this.sorted().positions.subarray(firstRow, firstRow + (rows?.count ?? 0));
    }
    positions() {
        return this.sorted().positions;
    }
    time(position) {
        return this.times()[position] ?? 0;
    }
    timesAt(positions) {
        const times = this.times();
        return Float64Array.from(positions, (position) => times[position] ?? 0);
    }
    times() {
        return this.facts().times;
    }
    receivedTime(position) {
        return this.receivedTimes()[position] ?? 0;
    }
    receivedTimes() {
        return this.facts().receivedTimes;
    }
    symbolTable() {
        return this.symbolsByRow().table;
    }
    symbols(from, to) {
        return this.symbolsByRow().symbols.slice(from, to);
    }
    line(_row, position) {
        this.lineAt ??= this.openLines();
        return this.lineAt(position);
    }
    openLines() {
        const { count, names, read } = this.origin;
        const subjects = [...this.directory().subjects];
        const context = { count, subjects, keys: this.keys(), names, times: this.times() };
        return decodeLines(read('lines'), this.sum(3), context);
    }
    keys() {
        this.keyArray ??= decodeKeys(this.origin.read('keys'), this.sum(1), this.origin.count);
        return this.keyArray;
    }
    sorted() {
        if (this.order !== undefined)
            return this.order;
        const subjects = decodeSubjects(this.origin.read('subjects'), this.sum(0));
        const ids = Uint32Array.from(this.keys(), (key) => subjects[key] ?? 0);
        const order = new SubjectOrder();
        order.sort(ids, ids.length);
        this.order = {
            subjects: order.subjects.slice(0, order.subjectCount),
            starts: order.starts.slice(0, order.subjectCount + 1),
            positions: Uint16Array.from(order.positions),
        };
        return this.order;
    }
    facts() {
        this.openFacts ??= decodeFacts(this.origin.read('facts'), this.sum(2), this.origin.count);
        return this.openFacts;
    }
    symbolsByRow() {
        if (this.openSymbols !== undefined)
            return this.openSymbols;
        const { kindIds, sourceIds } = this.facts();
        const { positions } = this.sorted();
        const table = { kindIds: [], sourceIds: [] };
        const numbers = new Map();
        const symbols = Uint16Array.from(positions, (at) => {
            const [kindId, sourceId] = [kindIds[at] ?? 0, sourceIds[at] ?? 0];
            const key = `${String(kindId)} ${String(sourceId)}`;
            let number = numbers.get(key);
            if (number === undefined) {
                number = table.kindIds.push(kindId) - 1;
                table.sourceIds.push(sourceId);
                numbers.set(key, number);
            }
            return number;
        });
        this.openSymbols = {
            table: { kindIds: Uint32Array.from(table.kindIds), sourceIds: Uint32Array.from(table.sourceIds) },
            symbols,
        };
        return this.openSymbols;
    }
    sum(part) {
        return this.origin.sums()[part] ?? 0;
    }
}
//# sourceMappingURL=content.js.map