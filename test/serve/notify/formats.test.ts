import { planOf } from '@tunnelwatch/server/core/notifications/plan';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeChannel } from '@tunnelwatch/server/serve/notify/make-channel';
import { notificationsOf } from '@tunnelwatch/server/core/notifications/notifications-of';
import { html } from '@tunnelwatch/server/core/report/evidence/html';
import { mailText } from '@tunnelwatch/server/serve/notify/email';
import { slackBody } from '@tunnelwatch/server/serve/notify/slack';
import { postableOf } from '@tunnelwatch/server/serve/notify/alertmanager';
import { webhookBody } from '@tunnelwatch/server/serve/notify/webhook';
import { factsOf, headline } from '@tunnelwatch/server/serve/notify/words';
import type { Alert } from '@tunnelwatch/shared/alert';
import { notificationSchema } from '@tunnelwatch/shared/notification';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeAuthority, makeCertificate } from '../../support/certificates.js';
import { freePort } from '../../support/free-port.js';
import { HookReceiver } from '../../support/hook-receiver.js';
import { ServeProcess } from '../../support/serve-process.js';
import { alertOf, changeOf, channelOf, START } from '../../support/made-alerts.js';

const PAGES = 'https://noc.example/tw/';
const world = { clock: Date.now, publicUrl: PAGES };
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-formats-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function secretFile(secret: string): string {
  const file = join(folder, `secret-${String(Math.abs(hash(secret)))}`);
  writeFileSync(file, `${secret}\n`);
  return file;
}

const hash = (text: string) => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);

function notificationOf(part: Partial<Alert> = {}) {
  const [entry] = notificationsOf([changeOf(null, alertOf(part), 'opened')], planOf([channelOf()]));
  return notificationSchema.parse(JSON.parse(entry?.body ?? ''));
}

const HOSTILE = '<!channel> @here <https://evil.example|click> & \r\nBcc: x@evil.example';
const hostile = notificationOf({ subject: { kind: 'tunnel', gateway: 'gw1', matchkey: HOSTILE } });

describe('words', () => {
  it('say in one line what is the matter, whatever stands in a log line', () => {
    expect(headline(notificationOf())).toBe('HIGH (new): Policy could not be added: tunnel a/b of gw1');
    const sentence = notificationOf({ message: 'Failed to remove dynamic route.' });
    expect(headline(sentence)).toBe('HIGH (new): Failed to remove dynamic route: tunnel a/b of gw1');
    const group = notificationOf({ members: 5000, subject: { kind: 'gateway', gateway: 'gw1' } });
    expect(headline(group)).toBe('HIGH (new): Policy could not be added: gw1 (5000 grouped)');
    expect(headline(hostile)).not.toMatch(/[\r\n]/);
  });
});

describe('[LIVE-45] hidden characters', () => {
  const hidden = 'gw\u202e1\u200b\u00ad\u{e0041}';
  const shown = 'gw\\u{202e}1\\u{200b}\\u{ad}\\u{e0041}';
  const told = notificationOf({ subject: { kind: 'gateway', gateway: hidden } });

  it('are shown in mail, Slack and Alertmanager', () => {
    expect(headline(told)).toBe(`HIGH (new): Policy could not be added: ${shown}`);
    expect(mailText(told, null)).toContain(`Subject:     ${shown}\n`);
    expect(slackBody(told, null)).toContain(JSON.stringify(shown).slice(1, -1));
    const [posted] = postableOf(told, { now: START, publicUrl: null, entryOf: () => undefined });
    expect([posted?.labels['gateway'], posted?.annotations['summary']]).toEqual([
      shown,
      `Policy could not be added: ${shown}`,
    ]);
  });

  it('are shown in reports', () => {
    expect(html`<b>${hidden}</b>`.text).toBe(`<b>${shown}</b>`);
  });
});

describe('[DIA-22] what the drops are consistent with', () => {
  const verdict = { name: 'replay', confidence: 'high', since: START } as const;
  const words = 'Suspected replay: consistent with recorded packets that are sent again (high confidence)';

  it('stands in every kind of message', () => {
    const told = notificationOf({ verdict });
    expect(factsOf(told)).toContainEqual(['Diagnosis', words]);
    expect(slackBody(told, null)).toContain(words);
    expect(
      postableOf(told, { now: START, publicUrl: null, entryOf: () => undefined })[0]?.annotations['diagnosis'],
    ).toBe(words);
    const { alert } = z
      .object({ alert: z.object({ verdict: z.looseObject({ since: z.string() }) }) })
      .parse(JSON.parse(webhookBody(told, null)));
    expect(alert.verdict).toEqual({ ...verdict, since: new Date(START).toISOString() });
  });

  it('is left out where nothing is known', () => {
    const told = notificationOf();
    expect(factsOf(told).map(([name]) => name)).not.toContain('Diagnosis');
    expect(
      postableOf(told, { now: START, publicUrl: null, entryOf: () => undefined })[0]?.annotations,
    ).not.toHaveProperty('diagnosis');
  });
});

describe('a message for Slack', () => {
  const messageSchema = z.object({
    text: z.string(),
    attachments: z.array(z.object({ color: z.string(), fields: z.array(z.object({ title: z.string() })) })),
  });

  it('says it in its text, with facts and colour beside it', () => {
    const { text, attachments } = messageSchema.parse(JSON.parse(slackBody(notificationOf(), null)));
    expect(text).toBe('HIGH (new): Policy could not be added: tunnel a/b of gw1');
    expect(attachments[0]?.color).toBe('#F1A816');
    expect(attachments[0]?.fields.map(({ title }) => title)).toEqual([
      ...['Alert', 'Severity', 'Class', 'Events', 'First', 'Last'],
    ]);
  });

  it('links to the page of the alert where its address is known', () => {
    expect(slackBody(notificationOf({ id: 41 }), null)).not.toContain('title_link');
    const [attachment] = z
      .object({ attachments: z.array(z.object({ title: z.string(), title_link: z.string() })) })
      .parse(JSON.parse(slackBody(notificationOf({ id: 41 }), PAGES))).attachments;
    expect(attachment).toEqual({ title: 'Open the alert', title_link: 'https://noc.example/tw/alerts/41' });
  });

  it('calls nobody and links nowhere, whatever stands in a log line', () => {
    const body = slackBody(hostile, null);
    expect(body).not.toMatch(/[<>]|@here|@channel/);
    expect(body).toContain('&lt;!channel&gt;');
  });

  it('goes to the address in the secret file, which nothing else shows', async () => {
    const receiver = await HookReceiver.start();
    const settings = channelOf({ kind: 'slack', url: null, secretFile: secretFile(`${receiver.url}/T0/B0/xyz`) });
    const channel = makeChannel(settings, world);
    expect(channel.target()).toBe(`127.0.0.1:${String(receiver.port)}`);
    expect(await channel.send(notificationOf())).toEqual({ ok: true });
    expect(receiver.received[0]?.path).toBe('/T0/B0/xyz');
    // A receiver may repeat what it was sent.
    receiver.answer(404, `no such hook: ${receiver.url}/T0/B0/xyz, /T0/B0/xyz`);
    expect(await channel.test()).toMatchObject({ error: 'response 404: no such hook: (secret), (secret)' });
    await receiver.end();
    expect(JSON.stringify(await channel.test())).not.toContain('xyz');
  });

  it('says what is wrong with a secret, and not the secret', async () => {
    const none = makeChannel(channelOf({ kind: 'slack', secretFile: join(folder, 'none') }), world);
    expect(await none.test()).toMatchObject({ ok: false, error: expect.stringContaining('no such file') });
    expect(none.target()).toBe('');
    const empty = makeChannel(channelOf({ kind: 'webhook', secretFile: secretFile(' ') }), world);
    expect(await empty.test()).toMatchObject({ ok: false, error: expect.stringContaining('contains no secret') });
    const words = makeChannel(channelOf({ kind: 'slack', secretFile: secretFile('hunter2') }), world);
    const outcome = await words.test();
    expect(outcome).toMatchObject({ ok: false, error: expect.stringContaining('contains no URL') });
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
  });
});

describe('an e-mail', () => {
  let server: SMTPServer;
  let port = 0;
  const mails: { from: string; to: string[]; user: string | undefined; text: string }[] = [];
  const answers: { refuseRecipients: boolean; isBusy: boolean } = { refuseRecipients: false, isBusy: false };

  const options: SMTPServerOptions = {
    authOptional: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) => {
      if (username === 'tw' && password === 'mail-secret') done(null, { user: 'tw' });
      else done(new Error('wrong password'));
    },
    onRcptTo: (_address, _session, done) => {
      const status = answers.refuseRecipients ? 550 : answers.isBusy ? 451 : undefined;
      done(status === undefined ? null : Object.assign(new Error('not now'), { responseCode: status }));
    },
    onData: (stream, { envelope, user }, done) => {
      let text = '';
      stream.setEncoding('utf8');
      stream.on('data', (part: string) => {
        text += part;
      });
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), user, text });
        done();
      });
    },
  };

  beforeAll(async () => {
    port = await freePort();
    server = new SMTPServer(options);
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
  });

  afterAll(async () => {
    await new Promise<void>((resolve) => {
      server.close(resolve);
    });
  });

  beforeEach(() => {
    mails.length = 0;
    Object.assign(answers, { refuseRecipients: false, isBusy: false });
  });

  const mailChannel = (part: Parameters<typeof channelOf>[0] = {}) =>
    makeChannel(
      channelOf({
        kind: 'email',
        url: `smtp://127.0.0.1:${String(port)}`,
        from: 'tw@noc.example',
        to: ['a@noc.example', 'b@noc.example'],
        ...part,
      }),
      world,
    );

  it('goes to all recipients, with a Message-ID that stays the same over attempts', async () => {
    const channel = mailChannel();
    expect(await channel.send(notificationOf())).toEqual({ ok: true });
    expect(await channel.send(notificationOf())).toEqual({ ok: true });
    expect(mails[0]).toMatchObject({ from: 'tw@noc.example', to: ['a@noc.example', 'b@noc.example'] });
    for (const { text } of mails) {
      expect(text).toContain('Message-ID: <7-1-noc@noc.example>');
      expect(text).toContain('References: <alert-7@noc.example>');
      expect(text).toContain('X-Tunnelwatch-Key: 7-1-noc');
      expect(text).toContain('Auto-Submitted: auto-generated');
      expect(text).toContain('Subject: HIGH (new): Policy could not be added: tunnel a/b of gw1');
      expect(text).toMatch(/^Severity: +error\r?$/m);
      expect(text).toMatch(/^Page: +https:\/\/noc\.example\/tw\/alerts\/7\r?$/m);
    }
  });

  it('has no header that a log line made up', async () => {
    expect(await mailChannel().send(hostile)).toEqual({ ok: true });
    expect(mails[0]?.text).not.toMatch(/^Bcc:/m);
    expect(mails[0]?.to).toEqual(['a@noc.example', 'b@noc.example']);
  });

  it('with a password goes over TLS, which this server offers with a certificate of its own: so it is refused', async () => {
    const channel = mailChannel({ user: 'tw', secretFile: secretFile('mail-secret') });
    const outcome = await channel.send(notificationOf());
    expect(outcome).toMatchObject({ ok: false, error: expect.stringContaining('certificate'), holds: 'channel' });
    expect(JSON.stringify(outcome)).not.toContain('mail-secret');
    expect(mails).toEqual([]);
  });

  it('signs in with its password to a server that the machine trusts, over TLS', async () => {
    const authority = makeAuthority(folder, 'authority');
    const { certificate, key } = makeCertificate(folder, 'mail.noc.example', authority);
    const tls = { secure: true, key: readFileSync(key), cert: readFileSync(certificate) };
    const securePort = await freePort();
    const secure = new SMTPServer({ ...options, ...tls, authOptional: false });
    await new Promise<void>((resolve) => {
      secure.listen(securePort, '127.0.0.1', resolve);
    });
    const { name, kind, from, to } = { name: 'mail', kind: 'email', from: 'tw@noc.example', to: 'a@noc.example' };
    const url = `smtps://localhost:${String(securePort)}`;
    const channel = { name, kind, url, from, to, user: 'tw', secretFile: secretFile('mail-secret') };
    const server = await ServeProcess.start({
      flags: ['--notifications', JSON.stringify([channel])],
      env: { NODE_EXTRA_CA_CERTS: authority.certificate },
    });
    try {
      const answer = await server.fetch('api/v1/notifications/mail/test', { method: 'POST' });
      expect(await answer.json()).toEqual({ delivered: true, error: null });
      expect(mails).toMatchObject([{ user: 'tw', to: ['a@noc.example'] }]);
      expect(server.logged).not.toContain('mail-secret');
    } finally {
      await server.remove();
      await new Promise<void>((resolve) => {
        secure.close(resolve);
      });
    }
  });

  it('that is refused for good holds up no other one; a server that is busy does', async () => {
    answers.refuseRecipients = true;
    expect(await mailChannel().send(notificationOf())).toMatchObject({ ok: false, holds: 'message' });
    Object.assign(answers, { refuseRecipients: false, isBusy: true });
    expect(await mailChannel().send(notificationOf())).toMatchObject({ ok: false, holds: 'channel' });
  });

  it('is not delivered where nobody listens', async () => {
    const outcome = await mailChannel({ url: 'smtp://127.0.0.1:1' }).test();
    expect(outcome).toMatchObject({ ok: false, error: expect.stringContaining('the mail server'), holds: 'channel' });
  });
});
