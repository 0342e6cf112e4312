import { isAtLeast, type Role } from '@tunnelwatch/shared/actor';

/** Who wants a place. */
export interface PlaceHolder {
  /** Equal for all requests of one person or program. */
  key: string;
  role: Role;
}

export interface PlaceLimits {
  perHolder: number;
  total: number;
  /** Places of the total that only walls, operators and admins get. */
  kept: number;
}

/** The limit that a request ran into: the holder's own, or everybody's. */
export type Full = 'own' | 'all';

/** A bounded number of places for work at the same time, of which nobody gets too many. */
export class Places {
  private readonly held = new Map<string, number>();
  private taken = 0;

  constructor(private readonly limits: PlaceLimits) {}

  /** Takes a place; the result gives it back, or says which limit leaves none. */
  take({ key, role }: PlaceHolder): (() => void) | Full {
    const { perHolder, total, kept } = this.limits;
    const own = this.held.get(key) ?? 0;
    if (own >= perHolder) return 'own';
    if (this.taken >= (mayUseKept(role) ? total : total - kept)) return 'all';
    this.held.set(key, own + 1);
    this.taken += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.giveBack(key);
    };
  }

  private giveBack(key: string): void {
    const left = (this.held.get(key) ?? 1) - 1;
    if (left > 0) this.held.set(key, left);
    else this.held.delete(key);
    this.taken -= 1;
  }
}

/** Places are kept for those who watch and act: walls, operators, admins. */
export function mayUseKept(role: Role): boolean {
  return role === 'wall' || isAtLeast(role, 'operator');
}
