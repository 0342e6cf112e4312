import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { type ServerToClientEvents } from '@tunnelwatch/shared/protocol';
import { type Actor } from '@tunnelwatch/shared/actor';
import { type AlertCommand, type BulkCommand, type BulkResult, type CommandResult } from '@tunnelwatch/shared/alert-command';
import type { Principal } from '../people/principal.js';
import type { Look } from './looks.js';
import type { Publisher } from './publisher.js';
export interface LiveServerOptions {
    http: HttpServer;
    basePath: string;
    /** Whether a Host header names this server. */
    isAllowedHost: (host: string | undefined) => boolean;
    /** Whether a handshake came over https. */
    isSecure: (request: IncomingMessage) => boolean;
    /** Whom a handshake shows to be; undefined for nobody. */
    authenticate: (request: IncomingMessage) => Principal | undefined;
    /** The same one as of now; undefined when it is nobody any more. */
    renew: (principal: Principal) => Principal | undefined;
    /** The network address that a handshake comes from. */
    addressOf: (request: IncomingMessage) => string;
    publisher: () => Publisher;
    act: (command: AlertCommand, actor: Actor) => Promise<CommandResult>;
    actOnAll: (command: BulkCommand, actor: Actor) => Promise<BulkResult>;
    onLook: (look: Look) => void;
    clock: () => number;
    onError: (error: unknown) => void;
}
/** socket.io at the border: everything that comes in is parsed, everything that goes out is bounded. */
export declare class LiveServer {
    private readonly options;
    private readonly io;
    private readonly viewers;
    constructor(options: LiveServerOptions);
    get clients(): number;
    /** Sends a delta to its room; encoded once for all. Clients that do not keep up are taken out until they do. */
    send(delta: Parameters<ServerToClientEvents['delta']>[0]): void;
    /** Cuts off everybody who is not whom they were when they connected: signed out, revoked, of another role. */
    recheck(): void;
    close(): Promise<void>;
    private welcome;
    private subscribe;
    private unsubscribe;
    /** Parses a command and has it carried out; whatever goes wrong becomes an answer. */
    private command;
    private setBehind;
    /** A client whose packets have gone out gets whole states for what it missed. */
    private catchUp;
    private farewell;
}
