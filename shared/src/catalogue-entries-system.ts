import type { CatalogueEntry } from './catalogue.js';

const SAVE_MEMORY =
  'Go through the settings that apply to the whole system and try to make features that need much memory use less of it.';

/**
 * Routing, policy and memory (reference guide, section 2.26). The facts are the guide's;
 * explanation and proposed action say the same in our words.
 */
export const SYSTEM_ENTRIES: readonly CatalogueEntry[] = [
  {
    id: 1682,
    message: 'Failed to remove dynamic route.',
    categories: ['IPSEC'],
    severity: 'critical',
    parameters: ['table', 'network', 'iface'],
    gatewayAction: 'none',
    actionDescription: null,
    explanation:
      'A dynamic route that belongs to an IPsec tunnel could not be removed. It stays active in the routing table and disturbs the traffic that matches it.',
    proposedAction:
      'A reboot by hand is recommended: the system may recover on its own, but that it works properly can no longer be guaranteed.',
    ourAdvice:
      'Look up network in the routing table named by table, to see which traffic the stale route attracts. No message will say that it is over: once the route is gone, say so at the alert: close it with a comment.',
    note: null,
    failureClass: 'routing',
    isLatching: true,
    priority: 'urgent',
    section: '2.26.16',
    origin: 'builtin',
  },
  {
    id: 1683,
    message: 'Failed to add dynamic route.',
    categories: ['IPSEC'],
    severity: 'error',
    parameters: ['table', 'network', 'iface'],
    gatewayAction: 'none',
    actionDescription: null,
    explanation:
      'A dynamic route that belongs to an IPsec tunnel could not be added. It stays active in the routing table and disturbs the traffic that matches it.',
    proposedAction: 'Take the IPsec tunnel down and bring it up again.',
    ourAdvice:
      'Look up network in the routing table named by table: as the operation that failed is adding, the route may well be missing, and its traffic may take another way. No message will say that it is over: once the route is as it should be, say so at the alert: close it with a comment.',
    note: 'The guide explains 1683 with the same words as 1682, which looks like a slip: here the operation that failed is adding the route, so a route that stays active does not fit.',
    failureClass: 'routing',
    isLatching: true,
    priority: 'high',
    section: '2.26.1',
    origin: 'builtin',
  },
  {
    id: 1696,
    message: 'Failed to remove IPsec policy rules.',
    categories: ['IPSEC'],
    severity: 'error',
    parameters: ['localip', 'remoteip', 'spi', 'proto', 'localts', 'remotets', 'iface'],
    gatewayAction: 'none',
    actionDescription: null,
    explanation:
      'The IPsec policy rule could not be removed from the rule database. Packets sent over the IPsec SA may still be let through.',
    proposedAction: 'Rebooting the system is recommended. If the problem stays, turn to technical support.',
    ourAdvice:
      'Treat this as a door left open: traffic between localts and remotets may pass although its rule should be gone, so block it elsewhere until the reboot. No message will say that it is over: once the rule is gone, say so at the alert: close it with a comment.',
    note: null,
    failureClass: 'policy',
    isLatching: true,
    priority: 'urgent',
    section: '2.26.17',
    origin: 'builtin',
  },
  {
    id: 633,
    message: 'Out of memory initializing SAD.',
    categories: ['IPSEC'],
    severity: 'critical',
    parameters: ['size'],
    gatewayAction: 'abort',
    actionDescription: null,
    explanation: 'There was too little free memory to initialize the security association database.',
    proposedAction: SAVE_MEMORY,
    ourAdvice:
      'Without this database the gateway cannot hold security associations, so check whether any tunnel of this gateway is up, and switch to the other HA member where there is one. No message will say that it is over: once the tunnels are up, say so at the alert: close it with a comment.',
    note: null,
    failureClass: 'memory',
    isLatching: true,
    priority: 'urgent',
    section: '2.26.22',
    origin: 'builtin',
  },
  {
    id: 632,
    message: 'Low memory initializing SAD.',
    categories: ['IPSEC'],
    severity: 'warning',
    parameters: ['size', 'new'],
    gatewayAction: 'adjust',
    actionDescription: 'The security association database has been configured for a lower number of entries',
    explanation:
      'Because memory was low, the security association database could not be initialized as the current settings ask. The system may perform worse.',
    proposedAction: SAVE_MEMORY,
    ourAdvice:
      'Compare size with new to see how far the database was cut. If 413 or 633 follow, memory is the root cause of those too: act here first.',
    note: null,
    failureClass: 'memory',
    isLatching: false,
    priority: 'high',
    section: '2.26.21',
    origin: 'builtin',
  },
  {
    id: 579,
    message: 'Failed to resize buffer.',
    categories: ['IPSEC'],
    severity: 'debug',
    parameters: ['seqno', 'pktlen', 'len', 'matchkey'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation: 'It was not possible to resize a packet buffer so that it holds additional data.',
    proposedAction: 'Where it happens often, think of a lower MTU for the IPsec tunnel.',
    ourAdvice:
      'Together with 413, 133 or 487, look at FragSettings:LocalReass_MaxSize as well. Gateways do not send Debug messages unless told to, so not seeing it does not mean that it does not happen.',
    note: null,
    failureClass: 'memory',
    isLatching: false,
    priority: 'low',
    section: '2.26.18',
    origin: 'builtin',
  },
];
