import { PACKET_CAUSES } from '../../server/src/simulator/packets/causes/all.js';
import { drawTunnel, loggedDrops } from '../core/diagnose/evaluation/simulated-tunnel.js';

/**
 * The lines that a gateway logs of a tunnel with something wrong, the last of them `endsAgoMs` before now. The matchkey is
 * the name of the cause.
 */
export function linesOfCause(name: string, seed: number, endsAgoMs = 1000): string[] {
  const cause = PACKET_CAUSES.find((one) => one.name === name);
  if (cause === undefined) throw new Error(`there is no cause ${name}`);
  const drops = loggedDrops(drawTunnel(cause, seed));
  const shift = Date.now() - endsAgoMs - (drops.at(-1)?.atMs ?? 0);
  return drops.map(({ atMs, messageId, seqno, base, windowSize }) => {
    const window = messageId === 278 ? ` windowbase=${String(base)} windowsize=${String(windowSize)}` : '';
    const stamp = new Date(atMs + shift).toISOString();
    return `${stamp} gw-north EFW: IPSEC: prio=2 id=${String(messageId)} action=drop seqno=${String(seqno)}${window} matchkey=${name}`;
  });
}

/** Lines moved in time, so that the first of them is of `startsAt`, epoch ms. */
export function movedTo(lines: readonly string[], startsAt: number): string[] {
  const timeOf = (line: string) => Date.parse(line.split(' ', 1)[0] ?? '');
  const shift = startsAt - Math.min(...lines.map(timeOf));
  return lines.map((line) => line.replace(/^\S+/, new Date(timeOf(line) + shift).toISOString()));
}
