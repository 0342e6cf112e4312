export type ListenProtocol = 'udp' | 'tcp' | 'tls';
/** Where a listener takes lines. */
export interface ListenAddress {
    readonly protocol: ListenProtocol;
    /** An IP address without brackets, or a host name. */
    readonly host: string;
    /** 1 to 65535. */
    readonly port: number;
}
/** Reads `udp://0.0.0.0:514`, `tcp://[::]` and the like; undefined when it is nothing of that kind. */
export declare function parseListenUrl(text: string): ListenAddress | undefined;
/** The one way in which an address is written: it names the listener's source. */
export declare function formatListenUrl({ protocol, host, port }: ListenAddress): string;
