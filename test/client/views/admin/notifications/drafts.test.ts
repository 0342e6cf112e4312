import {
  draftOf as channelDraft,
  fieldsOf as channelFields,
  secretOf,
  withKind,
} from '../../../../../client/src/views/admin/notifications/channel-draft.js';
import {
  draftOf as routeDraft,
  fieldsOf as routeFields,
  sentRoute,
} from '../../../../../client/src/views/admin/notifications/route-draft.js';
import type { ApiChannelSettings, ApiRoute, ChannelFields } from '@tunnelwatch/shared/notification-settings';
import { describe, expect, it } from 'vitest';

const MAIL: ChannelFields = {
  name: 'mail',
  kind: 'email',
  url: 'smtps://mail.example',
  user: 'tw',
  from: 'tw@noc.example',
  to: ['day@noc.example', 'night@noc.example'],
  minPriority: 'high',
  classes: ['routing'],
  on: ['opened', 'close'],
  title: '{message}',
  text: '{link}',
  gapSeconds: 0,
  lowerPerMinute: 'unlimited',
};

function channelOf(fields: ChannelFields): ApiChannelSettings {
  const made = { origin: 'browser', id: 1, version: 1, updatedAt: 1, updatedBy: 'ann' } as const;
  return { ...fields, ...made, hasSecret: true, secretSetAt: 1, isSetAside: false };
}

describe('[ALM-110] the form of a channel', () => {
  it('sends back what it was given, and nothing that was left as usual', () => {
    expect(channelFields(channelDraft(channelOf(MAIL)))).toEqual(MAIL);
    const plain: ChannelFields = { name: 'chat', kind: 'slack' };
    expect(channelFields(channelDraft(channelOf(plain)))).toEqual(plain);
    expect(channelFields({ ...channelDraft(null), name: ' noc ', url: 'https://noc.example' })).toEqual({
      name: 'noc',
      kind: 'webhook',
      url: 'https://noc.example',
    });
  });

  it('sends of another kind only what that has', () => {
    const draft = channelDraft(channelOf({ ...MAIL, on: undefined }));
    expect(channelFields(withKind(draft, 'pagerduty'))).toEqual({
      name: 'mail',
      kind: 'pagerduty',
      url: 'smtps://mail.example',
      minPriority: 'high',
      classes: ['routing'],
      title: '{message}',
      text: '{link}',
      gapSeconds: 0,
      lowerPerMinute: 'unlimited',
    });
  });

  it('[ALM-111] keeps the secret that is set unless another is entered, or none', () => {
    const draft = channelDraft(channelOf(MAIL));
    expect(secretOf(draft)).toEqual({});
    expect(secretOf({ ...draft, secret: 'another' })).toEqual({ secret: 'another' });
    expect(secretOf({ ...draft, secret: '' })).toEqual({ secret: null });
  });
});

describe('[ALM-110] the form of a route', () => {
  it.each<ApiRoute>([
    { channels: ['noc'], origin: 'browser', missing: [] },
    {
      channels: ['noc', 'mail'],
      gateways: ['edge-*', 'gw1'],
      sites: ['Vienna'],
      tunnels: ['branch-*'],
      classes: ['policy'],
      priorities: ['urgent', 'high'],
      hours: '22:00-06:00',
      days: ['mon-fri', 'sun'],
      timeZone: 'Europe/Vienna',
      continue: true,
      escalateAfterMinutes: 10,
      origin: 'browser',
      missing: ['mail'],
    },
  ])('sends back what it was given: %j', (route) => {
    expect(routeFields(routeDraft(route))).toEqual(sentRoute(route));
  });
});
