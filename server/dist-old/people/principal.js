/** Everybody, where nobody signs in. */
export const OPEN_PRINCIPAL = {
    ...{ kind: 'open', id: 0, name: 'somebody', role: 'admin' },
    ...{ mustChangePassword: false, hasPassword: false, expiresAt: null },
};
//# sourceMappingURL=principal.js.map