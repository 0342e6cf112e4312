export {};
//# sourceMappingURL=count-request.js.map