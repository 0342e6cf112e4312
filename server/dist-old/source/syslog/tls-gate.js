import { createServer } from 'node:tls';
import { readTlsFiles } from './tls-files.js';
/** The greeting of TLS, with the check of the sender's certificate where an authority is set. */
export class TlsGate {
    parts;
    server;
    /** @throws CertificateError */
    constructor(files, parts) {
        this.parts = parts;
        const needsCertificate = files.clientCa !== null;
        this.server = createServer({
            ...readTlsFiles(files, parts.now),
            requestCert: needsCertificate,
            // Checked below instead, where the reason is known.
            rejectUnauthorized: false,
            handshakeTimeout: parts.greetingMs,
        });
        this.server.on('secureConnection', (socket) => {
            socket.on('error', () => undefined);
            if (!needsCertificate || socket.authorized)
                parts.onSocket(socket);
            else
                this.refuse(socket);
        });
        this.server.on('tlsClientError', (error, socket) => {
            parts.onRefused(socket, `TLS: ${error.message}`);
            socket.destroy();
        });
    }
    /** Begins the greeting. */
    take(socket) {
        this.server.emit('connection', socket);
    }
    refuse(socket) {
        const hasCertificate = Object.keys(socket.getPeerCertificate()).length > 0;
        const reason = hasCertificate ? `certificate: ${String(socket.authorizationError)}` : 'no certificate';
        this.parts.onRefused(socket, reason);
        socket.destroy();
    }
}
//# sourceMappingURL=tls-gate.js.map