export {};
//# sourceMappingURL=channel.js.map