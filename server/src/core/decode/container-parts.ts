/** What a container runtime writes in front of each part of a line (CRI): stamp, stream, `P` where more follows, `F` for the last. */
const PART = /^(\d{4}-\d\d-\d\dT\S{8,30} (stdout|stderr) )([FP])(?::\S{1,64})? /;

/** A line of a container's log. */
export interface ContainerPart {
  stream: string;
  /** False while the rest of the line follows. */
  isLast: boolean;
}

/** Whether a line is one of a container's log, whole or a part of one; undefined for any other line. */
export function readContainerPart(line: string): ContainerPart | undefined {
  const match = PART.exec(line);
  return match === null ? undefined : { stream: match[2] ?? '', isLast: match[3] === 'F' };
}

/** The line whose parts stand below each other, as they were logged: what is in front of the first part counts. */
export function joinContainerParts(text: string): string {
  const [first = '', ...rest] = text.split('\n');
  return first.replace(PART, '$1F ') + rest.map((part) => part.replace(PART, '')).join('');
}
