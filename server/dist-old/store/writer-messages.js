export {};
//# sourceMappingURL=writer-messages.js.map