/** What a monitoring alert means, and what to do: our own words, since no gateway sent a message. */
export interface MonitoringAdvice {
  readonly meaning: string;
  readonly advice: string;
}

const ADVICE: ReadonlyMap<string, MonitoringAdvice> = new Map([
  [
    'silence',
    {
      meaning:
        'No log lines have arrived for far longer than usual. This does not mean that all is well: failures there are not visible now. The alert clears with the next line.',
      advice:
        'Check that the gateway is up and reaches its log receiver, that the receiver is writing, and that the file or listener on the Sources page is healthy. If other gateways of the same source still send lines, look at this gateway first.',
    },
  ],
  [
    'skew',
    {
      meaning:
        'The clocks of the gateway and of its log receiver have differed for minutes. Events are shown at the gateway’s time, so charts, and the order of events across gateways, are off by as much.',
      advice: 'Configure NTP on the gateway and on the receiver. The alert clears when the clocks agree again.',
    },
  ],
  [
    'time-zone',
    {
      meaning:
        'The gateway’s time stamps differ from the arrival of its lines by whole quarters of an hour, for minutes: they are written in another time zone than the one they are read in. Its events are corrected by the difference and raise live alerts; those from before it was found are at the wrong time.',
      advice:
        'Set timeZone for its source (or TZ for the whole container) to the zone that the alert names, and restart. If the stamps carry a zone of their own, correct the clock or the zone on the gateway. The alert clears with the first line that is read in the right zone.',
    },
  ],
  [
    'lag',
    {
      meaning:
        'Lines are written faster than they are read and stored, so the screens are behind. Nothing is lost as long as the files are kept.',
      advice:
        'If a large file is being read for the first time, wait. Otherwise check CPU and disk load of this machine, and the share of slow lines on the Sources page.',
    },
  ],
  [
    'source-unreadable',
    {
      meaning:
        'A source of the configuration cannot be read, or a file that was read is gone. What is written to it meanwhile is not seen; nothing is lost as long as the file is kept. Other sources continue.',
      advice:
        'The message names the cause and the remedy; reading is retried automatically. The alert clears as soon as the source is read again.',
    },
  ],
  [
    'lines-unreadable',
    {
      meaning:
        'Many lines of a source could not be decoded within some minutes, or within an hour. Failures that they report are not seen.',
      advice:
        'Look at the reasons and samples on the Sources page, and check what the receiver writes before the message. The alert clears when enough lines have come without trouble, or after an hour without unreadable ones.',
    },
  ],
  [
    'times-unknown',
    {
      meaning:
        'Lines have no time that can be read. They are shown at the time at which they were read, so events of a file that is read later appear at the wrong time.',
      advice: 'Have the receiver write a time stamp in front of each line; a sample is on the Sources page.',
    },
  ],
  [
    'gateways-unknown',
    {
      meaning:
        'Lines name no gateway and are shown under the name of their file. If several gateways log to it, their tunnels are mixed up.',
      advice:
        'Have the receiver write the host name in front of each line, or set “gateway” for the source if all of its lines are of one gateway.',
    },
  ],
  [
    'datagrams-lost',
    {
      meaning:
        'Datagrams were lost after they had reached this machine: in the receive buffer of the kernel, or in the queue of the listener. Their lines are missing for good, and counts are too low.',
      advice:
        'Allow a larger buffer with “sysctl -w net.core.rmem_max=33554432” and restart the server, check the disk of the store, or send over TCP. The alert clears after five minutes without a loss.',
    },
  ],
  [
    'gateway-claimed',
    {
      meaning:
        'A sender sends lines of a gateway that the table “senders” of the listener gives to another address. They are counted under the address of the sender, so that they neither add to the gateway nor hide it.',
      advice:
        'If the sender is a relay or another member of the gateway, add its address to “senders”. Otherwise find out who sends from it, and keep it out with “allow” or at the firewall. The alert clears after five minutes without such a line.',
    },
  ],
  [
    'listener-certificate',
    {
      meaning:
        'The certificate that a listener shows its senders over TLS ends soon, has ended, or could not be renewed. Senders that check it do not connect any more: their lines wait, or are lost.',
      advice:
        'Put the new certificate and its key in the place of the old files: they are taken within fifteen seconds, without a restart, and the alert clears.',
    },
  ],
  [
    'names-invented',
    {
      meaning:
        'A sender names more new gateways or tunnels than its limit (newNames). The lines are stored and found by their text, but what they name gets no row of its own: they count under “unknown at” and the sender, or under “(unlisted)” of their gateway. Known gateways and tunnels keep everything. A Critical among them waits for somebody, each time.',
      advice:
        'Find out what sends from this address. If it is a relay of a large network, raise newNames; if nobody knows it, block it here, and keep it out with “allow” or at the firewall. The alert clears after five minutes without such a line.',
    },
  ],
  [
    'sender-blocked',
    {
      meaning:
        'An administrator has blocked this sender, and it keeps sending: what it sends is counted and discarded. If real gateways are behind it, their failures are not seen.',
      advice:
        'Stop it at its origin or at the firewall, or unblock it. The alert clears when nothing has come for five minutes, or when it is unblocked.',
    },
  ],
  [
    'store-missing',
    {
      meaning:
        'The file of the store, or its log, was deleted, moved, replaced or covered by another file system while the server had it open. Reading stopped at once, and nothing was dropped: what was written meanwhile was read afterwards.',
      advice:
        'Find out who did it: a clean-up job, a restore beside a running server, a mount. docs/troubleshooting.md says how each is put right.',
    },
  ],
  [
    'store-damaged',
    {
      meaning:
        'Bytes of the store can no longer be read as they were written. Questions that need them fail or leave them out; the others are answered, and new events are stored as long as the database takes them.',
      advice:
        'Run “tunnelwatch check-data”, which names all that is damaged, look at the log of the system for a failing disk, and restore a backup.',
    },
  ],
  [
    'people-missing',
    {
      meaning:
        'The file of people and tokens was deleted, moved or replaced while the server had it open, or it is damaged. Who is known is known until the server ends; nothing can be changed.',
      advice: 'Put people.db back, or restore FILE.people.db of a backup, and restart the server.',
    },
  ],
  [
    'audit-broken',
    {
      meaning:
        'Entries of the audit trail were removed, changed or renumbered, or its key was replaced. The message names the entries, and where more is known of them.',
      advice:
        'Find out who had access to the data folder, and compare the trail with the heads in the server’s log and at the receiver of audit.publish. If a backup was restored on purpose, docs/operating.md says how to go on from it.',
    },
  ],
  [
    'own-certificate',
    {
      meaning:
        'The certificate under which these pages are served over HTTPS expires soon or has expired, or the new one in its files cannot be used and the previous one stays in use.',
      advice:
        'Renew the certificate, or put a matching pair into the files of tls.certificate and tls.key. It is used within fifteen seconds, without a restart; open connections stay.',
    },
  ],
  [
    'people-shut-out',
    {
      meaning:
        'A limit closed or refused something for a user who is signed in, or for a wall, because they, or all users together, had too many pages, views or requests open. The metric tunnelwatch_limited_total counts them by limit.',
      advice:
        'If the named user or token has more pages open than anybody needs, end the sessions or revoke the token on the Administration page. The alert clears after five minutes without a refusal.',
    },
  ],
  [
    'connections',
    {
      meaning:
        'More connections are open than a listener reads at the same time. Some wait, and their lines stay at their senders; quiet ones are ended for them. A sender that does not look at its connection before it writes loses a line with it, and so does one that was refused.',
      advice:
        'Raise syslog.maxConnections, and syslog.maxConnectionsPerSender if one address has most connections: the log of the server names it. If they should not be so many, look for a sender that opens connections without closing them. It ends by itself after five minutes without.',
    },
  ],
]);

/** The advice for a rule; undefined if it is not a monitoring rule. */
export function monitoringAdvice(rule: string): MonitoringAdvice | undefined {
  return ADVICE.get(rule);
}
