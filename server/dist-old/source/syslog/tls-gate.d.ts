import type { Socket } from 'node:net';
import { type TLSSocket } from 'node:tls';
import type { TlsFiles } from '../../config/settings.js';
export interface TlsGateParts {
    now: number;
    /** How long the greeting may take, milliseconds. */
    greetingMs: number;
    /** Takes a connection whose greeting is done, and whose certificate is right where one is asked for. */
    onSocket: (socket: TLSSocket) => void;
    /** Hears of a sender that was refused. */
    onRefused: (socket: Socket, reason: string) => void;
}
/** The greeting of TLS, with the check of the sender's certificate where an authority is set. */
export declare class TlsGate {
    private readonly parts;
    private readonly server;
    /** @throws CertificateError */
    constructor(files: TlsFiles, parts: TlsGateParts);
    /** Begins the greeting. */
    take(socket: Socket): void;
    private refuse;
}
