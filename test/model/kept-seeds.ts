/** Seeds with which something once went wrong. They are run at every test, first of all. */
export const KEPT_SEEDS: readonly number[] = [
  // The unfinished first line of a file that was compressed meanwhile.
  ...[15, 17, 27, 94, 98, 154, 164, 168, 184],
  // Rotated, truncated and compressed between two looks.
  267,
  // A backup that was read as far as its original.
  402,
  // Written to an empty rotated file, late.
  1002,
  // A backup with an unfinished last line, read before the compressed original.
  ...[1121, 1517, 1646, 2128, 2399, 2853, 3000],
  // Two backups of it.
  12171,
  // A compressed file that is what the log holds after its truncation.
  ...[20597, 22015],
];

/** The same, of those in which copying and compressing take steps. */
export const KEPT_SLOW_SEEDS: readonly number[] = [
  // An empty file that becomes a copy of a log that was truncated meanwhile.
  151,
  // A line that was cut, and goes on in a compressed file.
  ...[292, 1954],
  // A copy that grows while the compressed file with the same lines is being read.
  ...[555, 1410],
];

/** The same, with two logs in one folder. */
export const KEPT_PAIR_SEEDS: readonly number[] = [
  // A new file that is given the inode of a removed one of the other log, and is copied and truncated later.
  ...[327, 769],
  // A line that was cut, and goes on in a copy that comes much later.
  500,
];
