export {};
//# sourceMappingURL=send-outcome.js.map