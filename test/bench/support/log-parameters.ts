/** What a line's parameters are about. */
interface PacketFacts {
  seqno: number;
  base: number;
  window: number;
  matchkey: string;
}

type ParameterMaker = (facts: PacketFacts) => string;

/** Ports and routes of a gateway: few, as in a real one, so that their alerts repeat. */
const INTERFACES = 64;

/**
 * Writes ` name=value` for a parameter of the catalogue, with values of a likely size. Addresses are those for
 * documentation (RFC 5737).
 */
export function parameterMaker(name: string, random: () => number): ParameterMaker {
  const upTo = (most: number): number => Math.floor(random() * most);
  switch (name) {
    case 'seqno':
      return ({ seqno }) => ` seqno=${String(seqno)}`;
    case 'windowbase':
      return ({ base }) => ` windowbase=${String(base)}`;
    case 'windowsize':
      return ({ window }) => ` windowsize=${String(window)}`;
    case 'matchkey':
      return ({ matchkey }) => ` matchkey=${matchkey}`;
    case 'iface':
      return () => ` iface=ipsec-${String(upTo(INTERFACES))}`;
    case 'network':
    case 'localts':
    case 'remotets':
      return () => ` ${name}=198.51.100.${String(upTo(16) * 16)}/28`;
    case 'localip':
    case 'remoteip':
      return () => ` ${name}=203.0.113.${String(upTo(256))}`;
    case 'table':
      return () => ' table=main';
    case 'spi':
      return () => ` spi=0x${upTo(0xffffffff).toString(16).padStart(8, '0')}`;
    case 'pkt':
      return () => ` pkt=45000${upTo(0xfffffff).toString(16).padStart(7, '0')}21723d32`;
    case 'blklen':
      return () => ' blklen=16';
    default:
      return () => ` ${name}=${String(MOST[name] === undefined ? upTo(1500) : upTo(MOST[name]))}`;
  }
}

/** Values of these run from 0 to below so many; lengths to the size of a packet. */
const MOST: Readonly<Record<string, number>> = {
  nexthdr: 256,
  ipver: 16,
  padlen: 256,
  proto: 256,
  outer: 4,
  inner: 4,
  new: 4,
};
