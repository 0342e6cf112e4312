export {};
//# sourceMappingURL=tail-listener.js.map