import type { Classified } from '@tunnelwatch/server/core/classify/classify-line';
import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../../corpus/hostile.js';
import { CORPUS } from '../../corpus/lines.js';
import type { HostileOutcome } from '../../corpus/types.js';
import { classifyText, eventOf, numbersOf } from '../../support/classify-text.js';

/** What a line became, in the terms of the corpus. */
function summarise(became: Classified) {
  if (became.kind !== 'event') return became;
  const { messageId, entry, severity, subject, decoded } = became.event;
  const { gateway, member, parameters, time } = decoded;
  return {
    kind: 'event',
    isKnown: entry !== undefined,
    messageId,
    severity,
    subjectKind: subject.kind,
    gateway,
    member: member ?? null,
    time,
    matchkey: parameters.get('matchkey') ?? null,
    parameters: [...parameters],
    numbers: numbersOf(parameters),
  };
}

/** What a hostile line must become, as a pattern for `summarise`. */
function patternOf(outcome: HostileOutcome): unknown {
  if (outcome.kind === 'unreadable') return { kind: 'unreadable', reason: expect.toBeOneOf([...outcome.reasons]) };
  if (outcome.kind !== 'event') return expect.objectContaining(outcome);
  const { parameters = [], numbers = [], notNumbers = [], timeFrom, timeTo, ...rest } = outcome;
  const names: unknown = expect.toSatisfy((found: [string, string][]) =>
    found.every(([name]) => !notNumbers.includes(name)),
  );
  const hasTime: unknown = expect.toSatisfy(
    (time: number) => time >= (timeFrom ?? -Infinity) && time <= (timeTo ?? Infinity),
  );
  return expect.objectContaining({
    ...rest,
    parameters: expect.arrayContaining(parameters.map((pair) => [...pair])),
    numbers: expect.arrayContaining(numbers.map((pair) => [...pair])),
    time: hasTime,
    ...(notNumbers.length > 0 && numbers.length === 0 ? { numbers: names } : {}),
  });
}

describe('the corpus', () => {
  it('has every message in every shape, each line once', () => {
    expect(CORPUS).toHaveLength(23 * 13);
    expect(new Set(CORPUS.map(({ line }) => line)).size).toBe(CORPUS.length);
    expect(new Set(CORPUS.map(({ expected }) => expected.messageId)).size).toBe(23);
    expect(new Set(HOSTILE.map(({ name }) => name)).size).toBe(HOSTILE.length);
  });

  it.each(CORPUS)('$name', ({ line, context, expected }) => {
    const event = eventOf(line, context);
    const { parameters, gateway, member, time, receivedTime } = event.decoded;
    expect({
      messageId: event.messageId,
      class: event.class,
      severity: event.severity,
      subjectKind: event.subject.kind,
      gateway,
      member: member ?? null,
      time,
      receivedTime,
      matchkey: parameters.get('matchkey') ?? null,
      iface: parameters.get('iface') ?? null,
      parameters: [...parameters],
      numbers: numbersOf(parameters),
    }).toEqual({
      messageId: expected.messageId,
      class: expected.class,
      severity: expected.severity,
      subjectKind: expected.subjectKind,
      gateway: expected.gateway,
      member: expected.member,
      time: expected.time,
      receivedTime: expected.receivedTime,
      matchkey: expected.matchkey,
      iface: expected.iface,
      parameters: expected.parameters,
      numbers: expected.numbers,
    });
  });

  it.each(CORPUS)('the header of $name', ({ line, context, expected }) => {
    const { decoded } = eventOf(line, context);
    const header = new Map(expected.header);
    expect(decoded.id === undefined ? undefined : Number(decoded.id)).toBe(
      header.has('id') ? expected.messageId : undefined,
    );
    expect(decoded.action).toBe(header.get('action'));
    if (header.has('event')) expect(decoded.text).toBe(header.get('event'));
  });

  it.each(HOSTILE)('hostile: $name', ({ bytes, context, outcomes }) => {
    expect([summarise(classifyText(bytes, context))]).toEqual([expect.toBeOneOf(outcomes.map(patternOf))]);
  });
});
