import { describe, expect, it } from 'vitest';
import { FIELD_SHAPES, SHAPE_ARRIVAL, SHAPE_BODY, SHAPE_HINT } from '../../corpus/field-shapes.js';
import { eventOf } from '../../support/classify-text.js';

const CONTEXT = { arrival: SHAPE_ARRIVAL, timeZone: 'UTC', fallbackGateway: SHAPE_HINT };
const PARAMETERS = [...eventOf(`EFW: ${SHAPE_BODY}`, CONTEXT).decoded.parameters];

describe('what the field writes around a message', () => {
  it('is a corpus of at least 150 shapes, each once', () => {
    expect(FIELD_SHAPES.length).toBeGreaterThanOrEqual(150);
    expect(new Set(FIELD_SHAPES.map(({ line }) => line)).size).toBe(FIELD_SHAPES.length);
  });

  it.each(FIELD_SHAPES)('$name', (expected) => {
    const event = eventOf(expected.line, CONTEXT);
    const { gateway, member, time, receivedTime, relays, repeats, parameters, text } = event.decoded;
    expect({ id: event.messageId, gateway, member, time, receivedTime, relays, repeats }).toEqual({
      id: 278,
      gateway: expected.gateway,
      member: expected.member,
      time: expected.time ?? SHAPE_ARRIVAL,
      receivedTime: expected.receivedTime ?? SHAPE_ARRIVAL,
      relays: expected.relays ?? [],
      repeats: expected.repeats ?? 1,
    });
    expect(text).toBe('Anti-replay check failed');
    expect([...parameters]).toEqual(PARAMETERS);
  });
});
