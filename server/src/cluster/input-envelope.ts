import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { z } from 'zod';
import { readInput, type RecordableInput, writeInput } from '../core/input.js';

/** An input on its way through the stream, and who waits for what becomes of it. */
export interface InputEnvelope {
  /** Which life of which node has sent it. */
  incarnation: string;
  /** The node's own number of it. */
  request: number;
  input: RecordableInput;
}

const envelopeSchema = z.object({
  version: z.literal(1),
  incarnation: z.string(),
  request: z.number(),
  input: z.string(),
});

const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

export function writeEnvelope({ incarnation, request, input }: InputEnvelope): Uint8Array {
  return brotliCompressSync(
    JSON.stringify({ version: 1, incarnation, request, input: writeInput(input) }),
    COMPRESSION,
  );
}

/** Parses the output of `writeEnvelope`. @throws Error for anything else, including an input of another version */
export function readEnvelope(body: Uint8Array): InputEnvelope {
  const { incarnation, request, input } = envelopeSchema.parse(JSON.parse(brotliDecompressSync(body).toString('utf8')));
  return { incarnation, request, input: readInput(input) };
}
