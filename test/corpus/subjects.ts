/** What bodies have in common. Most of them concern a tunnel and are Notices. */
export const TUNNEL = { ownSeverity: 'notice', usualSeverity: 'notice', subjectKind: 'tunnel', iface: null } as const;
export const GATEWAY = { subjectKind: 'gateway', matchkey: null, iface: null } as const;
export const INTERFACE = { subjectKind: 'interface', matchkey: null } as const;
