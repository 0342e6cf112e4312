/** What an alert of monitoring means, and what to do: our own words, since no gateway sent a message. */
export interface MonitoringAdvice {
  readonly meaning: string;
  readonly advice: string;
}

const ADVICE: ReadonlyMap<string, MonitoringAdvice> = new Map([
  [
    'silence',
    {
      meaning:
        'No line has come for far longer than is usual here. It does not say that all is well: what fails there now is not seen. It ends with the next line.',
      advice:
        'See whether the gateway still runs and reaches its receiver, whether the receiver still writes, and whether the file or listener on the Sources page is in order. Other gateways of the same source tell which of these it is.',
    },
  ],
  [
    'skew',
    {
      meaning:
        'The gateway’s own clock and that of the receiver of its lines differ, and have done so for minutes. Its events stand at the time that its clock says, so charts and the order of events of several gateways are wrong by as much.',
      advice: 'Set NTP on the gateway and on the receiver. It ends by itself when the clocks agree again.',
    },
  ],
  [
    'lag',
    {
      meaning:
        'Lines are written faster than they are read and stored, so the screens show what was. Nothing is lost as long as the file is kept.',
      advice:
        'Wait if a large file is being read for the first time. Else look at the load of this machine and of its disk, and on the Sources page at the share of slow lines.',
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

/** The advice for a rule; undefined for one that is not of monitoring. */
export function monitoringAdvice(rule: string): MonitoringAdvice | undefined {
  return ADVICE.get(rule);
}
