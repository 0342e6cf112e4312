export {};
//# sourceMappingURL=alert-events.js.map