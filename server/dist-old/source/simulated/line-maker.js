export {};
//# sourceMappingURL=line-maker.js.map