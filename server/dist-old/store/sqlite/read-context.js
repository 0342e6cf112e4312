export {};
//# sourceMappingURL=read-context.js.map