const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
const IPV6 = /^(?=.*:.*:)[\da-fA-F:]{2,39}(?::(?:\d{1,3}\.){3}\d{1,3})?(?:%[\w.-]{1,32})?$/;
/** An address with the port that it sent from: `192.0.2.7:51443`, `[2001:db8::7]:514`. */
const WITH_PORT = /^(?:\[([\da-fA-F:.%\w-]{2,80})\](?::\d{1,5})?|((?:\d{1,3}\.){3}\d{1,3}):\d{1,5})$/;
/** `udp://192.0.2.7:514`, `tcp:192.0.2.7`. */
const WITH_SCHEME = /^(?:udp|tcp|tls|syslog)[46]?:(?:\/\/)?(?=[\d[])/i;

/** True for an IPv4 or IPv6 address. */
export function isAddress(text: string): boolean {
  return IPV4.test(text) || IPV6.test(text);
}

/** The address alone, where a receiver wrote a port, brackets or a protocol around it; any other text as it is. */
export function hostOf(text: string): string {
  const bare = text.replace(WITH_SCHEME, '');
  const match = WITH_PORT.exec(bare);
  const address = match?.[1] ?? match?.[2] ?? bare;
  return isAddress(address) ? address : text;
}

/**
 * An address in the one form that it has for everybody (RFC 5952): an IPv4 address that is written as IPv6 becomes IPv4,
 * letters are small, the longest run of zeros is left out. Any other text stays as it is.
 */
export function canonicalAddress(text: string): string {
  if (!text.includes(':') || !IPV6.test(text) || text.includes('%')) return text;
  const mapped = /^::ffff:((?:\d{1,3}\.){3}\d{1,3})$/i.exec(text)?.[1];
  if (mapped !== undefined) return IPV4.test(mapped) ? mapped : text;
  try {
    return new URL(`http://[${text}]/`).hostname.slice(1, -1);
  } catch {
    // It only looked like an address.
    return text;
  }
}
