import type { AlertClass } from '@tunnelwatch/shared/alert';
import type { NotificationOccasion } from '@tunnelwatch/shared/notification';
import {
  type ApiChannelSettings,
  type ChannelFields,
  type ChannelKind,
  type ChannelPart,
  KIND_PARTS,
  usualOccasions,
} from '@tunnelwatch/shared/notification-settings';
import type { Priority } from '@tunnelwatch/shared/priority';
import { linesOf, typedText } from '../../../components/form/lines.js';

/** A channel as the form has it: what is typed, as it is typed. */
export interface ChannelDraft {
  readonly name: string;
  readonly kind: ChannelKind;
  readonly url: string;
  readonly topic: string;
  readonly from: string;
  /** One address per line. */
  readonly to: string;
  readonly user: string;
  /** Null to keep the one that is set. */
  readonly secret: string | null;
  readonly minPriority: Priority;
  /** None for all. */
  readonly classes: readonly AlertClass[];
  readonly on: readonly NotificationOccasion[];
  readonly gapSeconds: string;
  readonly lowerPerMinute: string;
  readonly title: string;
  readonly text: string;
  readonly proxy: string;
  readonly allowPrivate: boolean;
}

/** The form's values for a channel, or for a new one. */
export function draftOf(channel: ApiChannelSettings | null): ChannelDraft {
  const { kind = 'webhook', minPriority = 'low', classes = [], ...others }: Partial<ApiChannelSettings> = channel ?? {};
  return {
    name: typedText(others.name),
    kind,
    url: typedText(others.url),
    topic: typedText(others.topic),
    from: typedText(others.from),
    to: typedText(others.to),
    user: typedText(others.user),
    secret: others.hasSecret === true ? null : '',
    minPriority,
    classes,
    on: others.on ?? usualOccasions(kind),
    gapSeconds: typedText(others.gapSeconds),
    lowerPerMinute: typedText(others.lowerPerMinute),
    title: typedText(others.title),
    text: typedText(others.text),
    proxy: typedText(others.proxy),
    allowPrivate: others.allowPrivate === true,
  };
}

/** The form for another kind: what is usual for the one is replaced by what is usual for the other. */
export function withKind(draft: ChannelDraft, kind: ChannelKind): ChannelDraft {
  return { ...draft, kind, on: isUsual(draft) ? usualOccasions(kind) : draft.on };
}

/** Whether a kind of channel has a part at all. */
export function hasPart({ kind }: Pick<ChannelDraft, 'kind'>, part: ChannelPart): boolean {
  return !KIND_PARTS[kind].refuses.includes(part);
}

/** Whether a kind of channel cannot do without a part. */
export function needsPart({ kind }: Pick<ChannelDraft, 'kind'>, part: ChannelPart): boolean {
  return KIND_PARTS[kind].needs.includes(part);
}

/** The channel that is sent, without what its kind has no use for; the server says what is wrong with it. */
export function fieldsOf(draft: ChannelDraft): ChannelFields {
  const { kind, minPriority, classes, on, allowPrivate, gapSeconds, lowerPerMinute } = draft;
  const typed = (part: 'url' | 'topic' | 'from' | 'user' | 'title' | 'text' | 'proxy') => {
    const text = draft[part].trim();
    return text !== '' && hasPart(draft, part) ? { [part]: text } : {};
  };
  const recipients = linesOf(draft.to);
  return {
    name: draft.name.trim(),
    kind,
    ...typed('url'),
    ...typed('topic'),
    ...typed('from'),
    ...(hasPart(draft, 'to') && recipients.length > 0 ? { to: recipients } : {}),
    ...typed('user'),
    ...(minPriority === 'low' ? {} : { minPriority }),
    ...(classes.length === 0 ? {} : { classes: [...classes] }),
    ...(hasPart(draft, 'on') && !isUsual(draft) ? { on: [...on] } : {}),
    ...(gapSeconds.trim() === '' ? {} : { gapSeconds: Number(gapSeconds) }),
    ...(lowerPerMinute.trim() === '' ? {} : { lowerPerMinute: numberOrUnlimited(lowerPerMinute) }),
    ...typed('title'),
    ...typed('text'),
    ...typed('proxy'),
    ...(allowPrivate && hasPart(draft, 'allowPrivate') ? { allowPrivate } : {}),
  };
}

/** The secret that is sent: absent to keep the one that is set, null for none. */
export function secretOf({ secret }: ChannelDraft): { secret?: string | null } {
  return secret === null ? {} : { secret: secret.trim() === '' ? null : secret };
}

function numberOrUnlimited(text: string): number | 'unlimited' {
  return text.trim() === 'unlimited' ? 'unlimited' : Number(text);
}

function isUsual({ kind, on }: Pick<ChannelDraft, 'kind' | 'on'>): boolean {
  const usual = usualOccasions(kind);
  return on.length === usual.length && usual.every((occasion) => on.includes(occasion));
}
