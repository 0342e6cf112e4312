import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { z } from 'zod';
import { type AppliedSettings, appliedSettingsSchema } from '../config/shared-settings.js';
import { readInput, type RecordableInput, writeInput } from '../core/input.js';

/** Settings that are to be in force on all nodes from this place of the stream on. */
export interface SettingsInput {
  kind: 'settings';
  at: number;
  settings: Omit<AppliedSettings, 'at'>;
}

/** What goes through the stream beside lines and changes of people. */
export type StreamInput = RecordableInput | SettingsInput;

/** A piece of a serialised input that is too large for one message. */
export interface InputPiece {
  /** From 1 to `count`. */
  number: number;
  count: number;
  bytes: Uint8Array;
}

/** An input on its way through the stream, or a piece of one, and who waits for what becomes of it. */
export type InputEnvelope = {
  /** Which life of which node has sent it. */
  incarnation: string;
  /** The node's own number of it. */
  request: number;
} & ({ input: StreamInput } | { piece: InputPiece });

const idShape = { version: z.literal(1), incarnation: z.string(), request: z.number() };

const envelopeSchema = z.union([
  z.object({ ...idShape, input: z.string() }),
  z.object({ ...idShape, settings: appliedSettingsSchema }),
  z.object({
    ...idShape,
    piece: z.object({
      number: z.number().int().min(1),
      count: z.number().int().min(2).max(1000),
      bytes: z.base64(),
    }),
  }),
]);

const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

/** Serialises an input; see `cutEnvelope` for one that is too large. */
export function writeEnvelope({ incarnation, request, ...rest }: InputEnvelope): Uint8Array {
  const id = { version: 1, incarnation, request };
  if ('piece' in rest) {
    const { bytes, ...numbers } = rest.piece;
    return compressed({ ...id, piece: { ...numbers, bytes: Buffer.from(bytes).toString('base64') } });
  }
  const { input } = rest;
  if (input.kind !== 'settings') return compressed({ ...id, input: writeInput(input) });
  return compressed({ ...id, settings: { ...input.settings, at: input.at } });
}

/** Parses the output of `writeEnvelope`. @throws Error for anything else, including an input of another version */
export function readEnvelope(body: Uint8Array): InputEnvelope {
  const { incarnation, request, ...rest } = envelopeSchema.parse(
    JSON.parse(brotliDecompressSync(body).toString('utf8')),
  );
  if ('piece' in rest) {
    const { bytes, ...numbers } = rest.piece;
    return { incarnation, request, piece: { ...numbers, bytes: Buffer.from(bytes, 'base64') } };
  }
  if ('input' in rest) return { incarnation, request, input: readInput(rest.input) };
  const { at, ...settings } = rest.settings;
  return { incarnation, request, input: { kind: 'settings', at, settings } };
}

/**
 * The messages that an envelope goes in: itself, or pieces of it.
 * @param most bytes of a message
 */
export function cutEnvelope(envelope: InputEnvelope, most: number): Uint8Array[] {
  const whole = writeEnvelope(envelope);
  if (whole.byteLength <= most) return [whole];
  // Base64 makes four bytes of three; compression takes most of that back, but not for sure.
  const size = Math.floor(most / 2);
  const count = Math.ceil(whole.byteLength / size);
  const { incarnation, request } = envelope;
  return Array.from({ length: count }, (_, index) => {
    const bytes = whole.subarray(index * size, (index + 1) * size);
    return writeEnvelope({ incarnation, request, piece: { number: index + 1, count, bytes } });
  });
}

function compressed(value: unknown): Uint8Array {
  return brotliCompressSync(JSON.stringify(value), COMPRESSION);
}
