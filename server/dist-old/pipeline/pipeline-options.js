export {};
//# sourceMappingURL=pipeline-options.js.map