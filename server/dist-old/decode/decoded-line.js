export {};
//# sourceMappingURL=decoded-line.js.map