import type { Notification } from '@tunnelwatch/shared/notification';
import type { Priority } from '@tunnelwatch/shared/priority';
import { countLines, type Digest } from './digest.js';
import { alertLink, ANY_ALERT, factsOf, headline } from './words.js';

/** Colours of Adaptive Cards; the text says the same. */
const COLOURS: Readonly<Record<Priority, string>> = {
  urgent: 'attention',
  high: 'warning',
  medium: 'default',
  low: 'accent',
};

/** A message may have 28 KB (learn.microsoft.com, "Limits and specifications for Microsoft Teams"). */
const MAX_BYTES = 26_000;
const MAX_RUN_CHARACTERS = 1500;

/** Text in runs of a RichTextBlock is shown as it is; a TextBlock would take Markdown from log lines. */
interface TextRun {
  type: 'TextRun';
  text: string;
  weight?: 'bolder';
  color?: string;
  size?: 'large';
}

interface RichTextBlock {
  type: 'RichTextBlock';
  inlines: TextRun[];
}

/**
 * A message with an Adaptive Card, as workflows of Microsoft Teams take it ("When a Teams webhook request is received").
 * @param publicUrl see `alertLink`
 */
export function teamsCard(notification: Notification, publicUrl: string | null): string {
  const { alert, isActive } = notification;
  const title = block(
    run(headline(notification), {
      weight: 'bolder',
      size: 'large',
      color: isActive ? COLOURS[alert.priority] : 'good',
    }),
  );
  const { wording } = notification;
  const facts =
    wording === undefined || wording.text === null
      ? factsOf(notification).map(([name, value]) => block(run(`${name}: `, { weight: 'bolder' }), run(value)))
      : wording.text.split('\n').map((line) => block(run(line)));
  return message(
    [title, ...facts],
    [
      ...openUrl(alertLink(publicUrl, alert.id), 'Open the alert'),
      ...openUrl(notification.acknowledgeLink ?? null, 'Acknowledge'),
    ],
  );
}

/** A digest: its counts and a line for each notification that it tells in full, as far as they fit. */
export function teamsDigest(digest: Digest, publicUrl: string | null): string {
  const [head = '', ...counts] = countLines(digest);
  const isUrgent = digest.inFull.some(({ alert }) => alert.priority === 'urgent');
  const title = block(run(head, { weight: 'bolder', size: 'large', ...(isUrgent ? { color: COLOURS.urgent } : {}) }));
  const lines = [...digest.inFull, ...digest.others].map((each) =>
    block(run(headline(each), { color: COLOURS[each.alert.priority] })),
  );
  return message(
    [title, ...counts.map((text) => block(run(text))), ...lines],
    openUrl(alertLink(publicUrl, ANY_ALERT), 'All alerts'),
  );
}

function run(text: string, style: Omit<TextRun, 'type' | 'text'> = {}): TextRun {
  return { type: 'TextRun', text: text.slice(0, MAX_RUN_CHARACTERS), ...style };
}

function block(...inlines: TextRun[]): RichTextBlock {
  return { type: 'RichTextBlock', inlines };
}

interface OpenUrl {
  type: 'Action.OpenUrl';
  title: string;
  url: string;
}

function openUrl(url: string | null, title: string): OpenUrl[] {
  return url === null ? [] : [{ type: 'Action.OpenUrl', title, url }];
}

/** With as many blocks as fit; how many do not is said. */
function message(blocks: readonly RichTextBlock[], actions: readonly OpenUrl[]): string {
  const body: RichTextBlock[] = [];
  let bytes = 0;
  for (const [at, each] of blocks.entries()) {
    bytes += Buffer.byteLength(JSON.stringify(each)) + 1;
    if (bytes > MAX_BYTES) {
      body.push(block(run(`and ${String(blocks.length - at)} more lines`)));
      break;
    }
    body.push(each);
  }
  return JSON.stringify({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body,
          actions,
        },
      },
    ],
  });
}
