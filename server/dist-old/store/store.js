/** The store could not do what was asked; nothing of it was done. The message says what to do. */
export class StoreError extends Error {
    code;
    constructor(code, message, cause) {
        super(message, { cause });
        this.code = code;
        this.name = 'StoreError';
    }
}
//# sourceMappingURL=store.js.map