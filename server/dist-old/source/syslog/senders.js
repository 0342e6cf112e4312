import { BlockList, isIPv6 } from 'node:net';
const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;
/** An address as people write it: a mapped IPv4 address as IPv4, and without the name of an interface. */
export function plainAddress(address) {
    const bare = address.replace(/%.*$/, '');
    return MAPPED.exec(bare)?.[1] ?? bare;
}
/** Tells whether a sender is heard, by its plain address. Null allows everybody. */
export function senderFilter(allow) {
    if (allow === null)
        return () => true;
    const list = new BlockList();
    for (const { family, address, prefix } of allow)
        list.addSubnet(address, prefix, family);
    return (address) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
//# sourceMappingURL=senders.js.map