import type { FailureClass } from '@tunnelwatch/shared/failure-class';
import type { Severity } from '@tunnelwatch/shared/severity';
import type { UnreadableReason } from '@tunnelwatch/shared/source-health';

/** What a decoder is told besides the line. */
export interface LineContext {
  /** When the line arrived here, epoch milliseconds. */
  readonly arrival: number;
  /** IANA time zone of stamps that carry none. */
  readonly timeZone: string;
  /** The gateway for lines that name none (from the file's name or a setting). */
  readonly fallbackGateway: string;
}

/** Names and values in the order of the line. Pairs and no object, so that `__proto__` is a name like any other. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** Everything that a line of the main corpus must become. */
export interface ExpectedEvent {
  readonly messageId: number;
  readonly class: FailureClass;
  readonly severity: Severity;
  readonly subjectKind: 'tunnel' | 'interface' | 'gateway';
  readonly gateway: string;
  readonly member: string | null;
  readonly matchkey: string | null;
  readonly iface: string | null;
  /** `prio`, `id`, `rev`, `event`, `action` as far as the line has them, as written. */
  readonly header: Pairs;
  /** All other names and values, as written. */
  readonly parameters: Pairs;
  /** Decimal form of those parameters that are whole numbers of up to 64 bits. */
  readonly numbers: Pairs;
  /** The device's own stamp, else the receiver's, else the arrival; epoch milliseconds. */
  readonly time: number;
  /** The receiver's stamp where the device's stands beside it, else the arrival; epoch milliseconds. */
  readonly receivedTime: number;
}

/** What stands after `EFW: `, and what must be read from it. */
export interface Body {
  readonly text: string;
  readonly messageId: number;
  readonly class: FailureClass;
  /** What `prio` says; null where the body has none. */
  readonly ownSeverity: Severity | null;
  /** The catalogue's, for when nothing else says one. */
  readonly usualSeverity: Severity;
  readonly subjectKind: 'tunnel' | 'interface' | 'gateway';
  readonly matchkey: string | null;
  readonly iface: string | null;
  readonly header: Pairs;
  readonly parameters: Pairs;
  readonly numbers: Pairs;
}

export interface CorpusLine {
  /** Message id and shape, for the title of a test. */
  readonly name: string;
  readonly line: string;
  readonly context: LineContext;
  readonly expected: ExpectedEvent;
}

/** What a hostile line must become; a property that is left out is not laid down. */
export interface ExpectedHostileEvent {
  readonly kind: 'event';
  readonly isKnown: boolean;
  readonly messageId: number | null;
  readonly severity?: Severity;
  readonly subjectKind?: 'tunnel' | 'interface' | 'gateway';
  readonly gateway?: string;
  readonly member?: string | null;
  readonly matchkey?: string | null;
  /** These must be among the parameters, as written. */
  readonly parameters?: Pairs;
  /** These must be among the numbers. */
  readonly numbers?: Pairs;
  /** These must not be among the numbers. */
  readonly notNumbers?: readonly string[];
  /** The time lies in this span, both ends included; epoch milliseconds. */
  readonly timeFrom?: number;
  readonly timeTo?: number;
}

export type HostileOutcome =
  | ExpectedHostileEvent
  | { readonly kind: 'other'; readonly category: string }
  /** Any of these reasons is right. */
  | { readonly kind: 'unreadable'; readonly reasons: readonly UnreadableReason[] }
  | { readonly kind: 'empty' };

export interface HostileLine {
  readonly name: string;
  /** One line without its line end. */
  readonly bytes: Uint8Array;
  readonly context: LineContext;
  /** Any one of these is right; more than one only where the rules leave it open. */
  readonly outcomes: readonly HostileOutcome[];
}
