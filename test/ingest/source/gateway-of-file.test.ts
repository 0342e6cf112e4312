import { gatewayOfFile } from '@tunnelwatch/server/ingest/source/file-reading';
import { expect, it } from 'vitest';

it.each([
  ['/var/log/gateways/gw1.log', 'gw1'],
  ['/var/log/gateways/gw1.log.1', 'gw1'],
  ['/var/log/gateways/gw1.log.2.gz', 'gw1'],
  ['/var/log/gateways/gw1.log-20260210', 'gw1'],
  ['/var/log/gateways/gw1.log-20260210.gz', 'gw1'],
  ['gw-north.syslog', 'gw-north'],
  ['gw.example.net.log', 'gw.example.net'],
  ['gw_Master.jsonl', 'gw_Master'],
  ['gw', 'gw'],
  ['.log', '.log'],
])('the gateway of %s is %s', (file, gateway) => {
  expect(gatewayOfFile(file)).toBe(gateway);
});
