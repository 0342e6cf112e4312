export {};
//# sourceMappingURL=moment.js.map