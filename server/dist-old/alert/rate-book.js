export {};
//# sourceMappingURL=rate-book.js.map