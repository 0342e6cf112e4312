import type { Gateway } from './gateway.js';
import { ipsecMessage, type SimulatedMessage } from './message.js';
import type { Random } from './random.js';
import type { Tunnel } from './tunnel.js';

/** Messages about a gateway's tables, policies and memory, and its lines of other categories. */

export function routeNotAdded(tunnel: Tunnel): SimulatedMessage {
  return ipsecMessage(tunnel.gateway, 1683, routeParameters(tunnel));
}

export function routeNotRemoved(tunnel: Tunnel): SimulatedMessage {
  return ipsecMessage(tunnel.gateway, 1682, routeParameters(tunnel));
}

function routeParameters(tunnel: Tunnel): string {
  return `table=main network=${tunnel.network} iface=${tunnel.iface}`;
}

export function policyNotRemoved(tunnel: Tunnel): SimulatedMessage {
  const ends = `localip=${tunnel.localIp} remoteip=${tunnel.peerIp} spi=0x${tunnel.spi.toString(16)} proto=ESP`;
  const selectors = `localts=192.0.2.0/24 remotets=${tunnel.network}`;
  return ipsecMessage(tunnel.gateway, 1696, `${ends} ${selectors} iface=${tunnel.iface}`);
}

/** 632: `size` entries were configured, the gateway goes on with `lowered`. */
export function lowMemory(gateway: Gateway, size: number, lowered: number): SimulatedMessage {
  return ipsecMessage(gateway, 632, `size=${size} new=${lowered}`);
}

export function outOfMemory(gateway: Gateway, size: number): SimulatedMessage {
  return ipsecMessage(gateway, 633, `size=${size}`);
}

/** 1690 or 1713: IPSEC messages that the section of the reference does not have. */
export function saChanged(tunnel: Tunnel, random: Random): SimulatedMessage {
  const parameters = `localip=${tunnel.localIp} remoteip=${tunnel.peerIp} spi=0x${tunnel.spi.toString(16)}`;
  return ipsecMessage(tunnel.gateway, random.chance(0.5) ? 1690 : 1713, `${parameters} iface=${tunnel.iface}`);
}

/** A line of another category, most of them about connections. */
export function otherMessage(gateway: Gateway, random: Random): SimulatedMessage {
  const roll = random.next();
  if (roll < 0.7) return connectionMessage(gateway, random);
  return roll < 0.9 ? ikeMessage(gateway, random) : systemMessage(gateway, random);
}

function connectionMessage(gateway: Gateway, random: Random): SimulatedMessage {
  const isOpen = random.chance(0.5);
  const head = isOpen
    ? 'prio=1 id=600001 rev=1 event=conn_open conn=open'
    : 'prio=1 id=600002 rev=1 event=conn_close conn=close';
  const source = `connsrcip=192.0.2.${random.integer(20, 250)} connsrcport=${random.integer(1024, 65_535)}`;
  const destination = `conndestip=198.51.100.${random.integer(1, 254)} conndestport=${random.pick([53, 80, 443, 2152])}`;
  const fields = `${head} rule=site_to_site connipproto=${random.pick(['TCP', 'UDP'])} ${source} ${destination}`;
  return { gateway, id: isOpen ? 600_001 : 600_002, category: 'CONN', prio: 1, fields };
}

function ikeMessage(gateway: Gateway, random: Random): SimulatedMessage {
  const peer = `remoteip=203.0.113.${random.integer(1, 254)} remoteport=${random.pick([500, 4500])}`;
  const isRekey = random.chance(0.8);
  const head = isRekey
    ? 'prio=1 id=1800 rev=1 event="IKE SA rekeyed."'
    : 'prio=2 id=1803 rev=1 event="Peer did not answer, sending again."';
  const [id, prio] = isRekey ? [1800, 1] : [1803, 2];
  return { gateway, id, category: 'IKE', prio, fields: `${head} ${peer}` };
}

function systemMessage(gateway: Gateway, random: Random): SimulatedMessage {
  const isConfiguration = random.chance(0.8);
  const fields = isConfiguration
    ? `prio=1 id=3200 rev=1 event="Configuration in use." cfgver=${random.integer(40, 60)} user=noc`
    : `prio=2 id=3202 rev=1 event="Time synchronised." offset=${random.integer(1, 900)}ms server=192.0.2.253`;
  const [id, prio] = isConfiguration ? [3200, 1] : [3202, 2];
  return { gateway, id, category: 'SYSTEM', prio, fields };
}
