/** One look at the list: from when somebody comes to it until they go. */
export interface Look {
  readonly isLooking: boolean;
  /** Alerts with news after this are new to whoever looks, epoch ms; null until it is known. */
  readonly since: number | null;
  /** True once it counts as a look. */
  readonly isKept: boolean;
}

/**
 * The look that follows, while the list goes up to a time (`upTo`, epoch ms; null while it is loading). A new one begins with what was seen up to then (`mark`), here or on another device; that may arrive a
 * moment later. Whoever was never here has nothing to compare with: what arrives from now on is new.
 */
export function nextLook(
  look: Look,
  {
    isLooking,
    mark,
    upTo,
  }: { readonly isLooking: boolean; readonly mark: number | null; readonly upTo: number | null },
): Look {
  const isBegun = isLooking && !look.isLooking;
  const isKept = look.isKept && !isBegun;
  const since = isBegun || (isLooking && !isKept) ? (mark ?? look.since ?? upTo) : look.since;
  const isSame = look.isLooking === isLooking && look.since === since && look.isKept === isKept;
  return isSame ? look : { isLooking, since, isKept };
}
