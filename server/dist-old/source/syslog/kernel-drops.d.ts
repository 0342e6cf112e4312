interface SocketAddress {
    /** An IP address. */
    address: string;
    port: number;
}
/**
 * Datagrams that the kernel dropped at the socket that is bound to this address, from the last column of /proc/net/udp or
 * udp6 (Linux, proc(5)); null where there is no such table or no such socket.
 */
export declare function readKernelDrops(bound: SocketAddress): number | null;
/** The same from the text of the table. */
export declare function dropsInTable(table: string, { address, port }: SocketAddress): number | null;
export {};
