import { roleSchema } from '@tunnelwatch/shared/actor';
import { tokenNameSchema } from '@tunnelwatch/shared/people';
import type { Command } from 'commander';
import { type CommandIo, processIo } from '../config/options.js';
import { createToken, revokeToken } from '../serve/people/token-keeping.js';
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
    .requiredOption('--name <name>', 'token name');
  onPeople(create, io, ({ store, by }, options) => {
    const role = wordOf(roleSchema, 'role', options['role']);
    const name = wordOf(tokenNameSchema, 'name', options['name']);
    io.out(`${valueOf(createToken(store, { name, role }, by)).secret}\n`);
  });
  const list = command.command('list').description('list tokens, without their secrets').option('--json', 'print JSON');
  onPeople(list, io, ({ store }, options) => {
    const tokens = store.tokens.list().map(({ id, name, role, createdAt, createdBy, usedAt }) => ({
      id,
      name,
      role,
      createdBy,
      createdAt: new Date(createdAt).toISOString(),
      usedAt: usedAt === null ? null : new Date(usedAt).toISOString(),
    }));
    if (options['json'] === true) {
      io.out(`${JSON.stringify(tokens, null, 2)}\n`);
      return;
    }
    const rows = tokens.map(({ id, name, role, createdAt, usedAt }) => [
      ...[String(id), role, name, createdAt, usedAt ?? 'never'],
    ]);
    io.out(table([['ID', 'ROLE', 'NAME', 'CREATED', 'LAST USED'], ...rows]));
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
