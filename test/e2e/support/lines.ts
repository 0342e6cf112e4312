/** What a line is about and when; the time is epoch milliseconds, and now where none is given. */
interface LineOptions {
  readonly gateway?: string;
  readonly matchkey?: string;
  readonly seqno?: string;
  readonly iface?: string;
  readonly at?: number;
}

/** A line as rsyslog writes it into a file. */
export function lineOf(body: string, { gateway = 'gw-north', at = Date.now() }: LineOptions = {}): string {
  return `${new Date(at).toISOString()} ${gateway} EFW: ${body}`;
}

/** 278, a Notice: anti-replay check failed. */
export function replayLine(options: LineOptions = {}): string {
  const { matchkey = '4711', seqno = '1200' } = options;
  const fields = `seqno=${seqno} windowbase=1300 windowsize=64 matchkey=${matchkey}`;
  return lineOf(`IPSEC: prio=2 id=00000278 rev=1 event=anti_replay_check_failed action=drop ${fields}`, options);
}

/** 611, a Notice: integrity check failed. */
export function integrityLine(options: LineOptions = {}): string {
  const { matchkey = '4711', seqno = '99' } = options;
  const fields = `seqno=${seqno} matchkey=${matchkey}`;
  return lineOf(`IPSEC: prio=2 id=00000611 rev=1 event=integrity_check_failed action=drop ${fields}`, options);
}

/** 1682, Critical: failed to remove a dynamic route. It latches. */
export function routeLine(options: LineOptions = {}): string {
  const { iface = 'ipsec-branch-7' } = options;
  const fields = `table=main network=198.51.100.0/24 iface=${iface}`;
  return lineOf(`IPSEC: prio=5 id=00001682 rev=1 event=failed_to_remove_dynamic_route ${fields}`, options);
}

/** 633, Critical: out of memory. It latches. */
export function memoryLine(options: LineOptions = {}): string {
  const fields = 'action=abort size=200000';
  return lineOf(`IPSEC: prio=5 id=00000633 rev=1 event=out_of_memory_initializing_sad ${fields}`, options);
}

/** 1690: an IPsec message that the catalogue does not have. */
export function unknownLine(options: LineOptions = {}): string {
  const { matchkey = '4711' } = options;
  return lineOf(`IPSEC: prio=2 id=00001690 rev=1 event=ipsec_sa_informal matchkey=${matchkey}`, options);
}

/** A log file of lines. */
export function fileOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
