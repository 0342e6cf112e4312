export {};
//# sourceMappingURL=reader-messages.js.map