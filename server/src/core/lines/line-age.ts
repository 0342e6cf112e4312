/**
 * How new a line is, which its stamp alone does not tell: a gateway's clock may be slow, and a relay or this server may
 * have been down.
 * - `live`: it was written or sent just now, whatever its stamp says.
 * - `backlog`: it was written while nobody read its file, which was followed before.
 * - `history`: it was there when its file was first read.
 */
export type LineAge = 'live' | 'backlog' | 'history';
