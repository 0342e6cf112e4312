import { readFileSync } from 'node:fs';

const MAX_CHARACTERS = 4096;

/**
 * The secret in a file, without the newline that editors add.
 * @throws Error that names the file and the remedy, and nothing of its content
 */
export function readSecret(file: string): string {
  const secret = read(file).trim();
  if (secret === '' || secret.length > MAX_CHARACTERS) {
    throw new Error(`${file} contains no secret: write only the secret to it`);
  }
  return secret;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    const reason =
      code === 'ENOENT'
        ? 'no such file; check secretFile'
        : code === 'EACCES'
          ? "permission denied; the server's user needs read access"
          : String(code);
    throw new Error(`cannot read ${file}: ${reason}`, { cause: error });
  }
}
