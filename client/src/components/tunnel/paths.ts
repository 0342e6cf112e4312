import { toPathSegment } from '@tunnelwatch/shared/subject';

/** The path of a tunnel's page. */
export function tunnelPath(gateway: string, matchkey: string): string {
  return `/tunnels/${toPathSegment(gateway)}/${toPathSegment(matchkey)}`;
}

/** The path of a gateway's page. */
export function gatewayPath(gateway: string): string {
  return `/gateways/${toPathSegment(gateway)}`;
}
