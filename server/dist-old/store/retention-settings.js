export {};
//# sourceMappingURL=retention-settings.js.map