export {};
//# sourceMappingURL=single-sign-on.js.map