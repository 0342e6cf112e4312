/** Settles when everything else that is due has had its turn. */
export function nextTurn() {
    return new Promise((resolve) => setImmediate(resolve));
}
//# sourceMappingURL=next-turn.js.map