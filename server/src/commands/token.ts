import { roleSchema } from '@tunnelwatch/shared/actor';
import { isoTimeSchema } from '@tunnelwatch/shared/api';
import { iso, isoOrNull } from '@tunnelwatch/shared/iso-time';
import { tokenNameSchema } from '@tunnelwatch/shared/people';
import { DAY_MS } from '@tunnelwatch/shared/time-units';
import type { Command } from 'commander';
import { z } from 'zod';
import { type CommandIo, processIo } from '../config/options.js';
import { createToken, revokeToken } from '../serve/people/token-keeping.js';
import { hasExpired } from '../serve/people/token-table.js';
import { onPeople, table, valueOf, wordOf } from './people-command.js';

/** Adds `token create`, `token list` and `token revoke`: secrets of programs and walls. */
export function addTokenCommand(program: Command, io: CommandIo = processIo()): void {
  const command = program
    .command('token')
    .description('manage tokens for programs and walls, even while a server runs');
  const create = command
    .command('create')
    .description('create a token and print it; it cannot be shown again')
    .requiredOption('--role <role>', 'viewer, operator, admin, or wall (can view the wall page only)')
    .requiredOption('--name <name>', 'token name')
    .option(
      '--expires <when>',
      'a number of days such as 90d, or a time such as 2027-06-30T12:00:00Z (default: never)',
    );
  onPeople(create, io, ({ store, by }, options) => {
    const role = wordOf(roleSchema, 'role', options['role']);
    const name = wordOf(tokenNameSchema, 'name', options['name']);
    const { expires } = options;
    const expiresAt = expires === undefined ? null : wordOf(expirySchema(store.clock()), 'expires', expires);
    io.out(`${valueOf(createToken(store, { name, role, expiresAt }, by)).secret}\n`);
  });
  const list = command.command('list').description('list tokens, without their secrets').option('--json', 'print JSON');
  onPeople(list, io, ({ store }, options) => {
    const now = store.clock();
    const tokens = store.tokens.list().map((token) => ({
      ...token,
      createdAt: iso(token.createdAt),
      usedAt: isoOrNull(token.usedAt),
      expiresAt: isoOrNull(token.expiresAt),
      hasExpired: hasExpired(token, now),
    }));
    if (options['json'] === true) {
      io.out(`${JSON.stringify(tokens, null, 2)}\n`);
      return;
    }
    const rows = tokens.map(({ id, name, role, createdAt, usedAt, ...end }) => {
      const expiry = end.expiresAt === null ? 'never' : `${end.expiresAt}${end.hasExpired ? ' (expired)' : ''}`;
      return [String(id), role, name, createdAt, usedAt ?? 'never', expiry];
    });
    io.out(table([['ID', 'ROLE', 'NAME', 'CREATED', 'LAST USED', 'EXPIRES'], ...rows]));
  });
  const revoke = command
    .command('revoke')
    .description('revoke a token; its connections are closed within a second')
    .argument('<name>', 'token name or id');
  onPeople(revoke, io, ({ store, by }, _options, [which = '']) => {
    const isNamed = store.tokens.findByName(which) !== undefined;
    valueOf(revokeToken(store, isNamed || !/^\d{1,15}$/.test(which) ? which : Number(which), by));
  });
}

/** When a token expires: days from now, or a time; epoch ms. */
function expirySchema(now: number): z.ZodType<number> {
  const inDays = z
    .string()
    .regex(/^[1-9]\d{0,4}d$/)
    .transform((text) => now + Number.parseInt(text, 10) * DAY_MS);
  return z.union([inDays, isoTimeSchema], {
    error: 'must be a number of days such as 90d, or a time with its zone such as 2027-06-30T12:00:00Z',
  });
}
