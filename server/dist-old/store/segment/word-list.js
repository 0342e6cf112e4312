/** Interned words get numbers of the block's own, so that it needs nothing from outside. */
export class WordList {
    numbers = new Map();
    list = [];
    clear() {
        this.numbers.clear();
        this.list.length = 0;
    }
    /** The block's number of an interned text. */
    numberOf(index) {
        let number = this.numbers.get(index);
        if (number === undefined) {
            number = this.list.push(index) - 1;
            this.numbers.set(index, number);
        }
        return number;
    }
    write(writer, texts) {
        writer.varint(this.list.length);
        for (const index of this.list)
            writer.latin1(texts.text(index));
    }
}
//# sourceMappingURL=word-list.js.map