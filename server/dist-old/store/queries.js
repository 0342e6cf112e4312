export {};
//# sourceMappingURL=queries.js.map