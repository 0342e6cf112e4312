export {};
//# sourceMappingURL=backup-messages.js.map