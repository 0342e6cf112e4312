import { isIP } from 'node:net';
/** RFC 5426 section 3.3 and RFC 5425 section 4.1; for plain TCP there is none, and everybody uses that of UDP. */
const USUAL_PORTS = { udp: 514, tcp: 514, tls: 6514 };
const LISTEN_URL = /^(udp|tcp|tls):\/\/(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?\/?$/i;
/** Reads `udp://0.0.0.0:514`, `tcp://[::]` and the like; undefined when it is nothing of that kind. */
export function parseListenUrl(text) {
    const [, scheme, v6, name, port] = LISTEN_URL.exec(text.trim()) ?? [];
    const protocol = ['udp', 'tcp', 'tls'].find((each) => each === scheme?.toLowerCase());
    const host = (v6 ?? name)?.toLowerCase();
    if (protocol === undefined || host === undefined || (v6 !== undefined && isIP(v6) !== 6))
        return undefined;
    // Four numbers that are no address are a slip and not a host name.
    if (/^[\d.]+$/.test(host) && isIP(host) !== 4)
        return undefined;
    const number = port === undefined ? USUAL_PORTS[protocol] : Number(port);
    return number >= 1 && number <= 65_535 ? { protocol, host, port: number } : undefined;
}
/** The one way in which an address is written: it names the listener's source. */
export function formatListenUrl({ protocol, host, port }) {
    return `${protocol}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}
//# sourceMappingURL=listen-url.js.map