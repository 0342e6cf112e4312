export {};
//# sourceMappingURL=alarming.js.map