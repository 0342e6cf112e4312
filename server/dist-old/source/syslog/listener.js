export {};
//# sourceMappingURL=listener.js.map