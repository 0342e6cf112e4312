import { iso } from '@tunnelwatch/shared/iso-time';
import { newPasswordSchema, personNameSchema, personRoleSchema } from '@tunnelwatch/shared/people';
import type { Command } from 'commander';
import { text } from 'node:stream/consumers';
import { type CommandIo, processIo } from '../config/options.js';
import { addUser, type Given, removeUser, resetPassword } from '../serve/people/accounts.js';
import { removeProviderUser } from '../serve/people/provider-users.js';
import { onPeople, table, valueOf, wordOf } from './people-command.js';

const STDIN_WORDS = 'read the password from standard input instead of generating a one-time password';

/** Adds `user add`, `user list`, `user passwd` and `user remove`: people who sign in with a password. */
export function addUserCommand(program: Command, io: CommandIo = processIo()): void {
  const command = program.command('user').description('manage password accounts, even while a server runs');
  const add = command
    .command('add')
    .description('add a user and print a one-time password')
    .argument('<name>', 'letters, digits and . _ @ + -')
    .requiredOption('--role <role>', 'viewer, operator or admin')
    .option('--password-stdin', STDIN_WORDS);
  onPeople(add, io, async ({ store, by }, options, [word]) => {
    const name = wordOf(personNameSchema, 'name', word);
    const role = wordOf(personRoleSchema, 'role', options['role']);
    tell(io, valueOf(await addUser(store, { name, role, ...(await passwordFrom(options)) }, by)));
  });
  const list = command.command('list').description('list users').option('--json', 'print JSON');
  onPeople(list, io, ({ store }, options) => {
    const users = store.users.list().map((user) => ({
      ...user,
      createdAt: iso(user.createdAt),
      signsInBy: 'password',
    }));
    const others = store.providerUsers.list().map(({ createdAt, signedInAt, ...user }) => ({
      ...user,
      createdAt: iso(createdAt),
      signedInAt: iso(signedInAt),
      signsInBy: 'singleSignOn',
    }));
    if (options['json'] === true) {
      io.out(`${JSON.stringify([...users, ...others], null, 2)}\n`);
      return;
    }
    const rows = users.map(({ name, role, createdAt, mustChangePassword }) => [
      ...[name, role, createdAt, mustChangePassword ? 'one-time' : 'own'],
    ]);
    const otherRows = others.map(({ name, role, createdAt, isAmbiguous }) => [
      ...[name, role, createdAt, isAmbiguous ? 'single sign-on, ambiguous' : 'single sign-on'],
    ]);
    io.out(table([['NAME', 'ROLE', 'CREATED', 'PASSWORD'], ...rows, ...otherRows]));
  });
  const passwd = command
    .command('passwd')
    .description('set a new one-time password for a user and end their sessions')
    .argument('<name>', 'user name')
    .option('--password-stdin', STDIN_WORDS);
  onPeople(passwd, io, async ({ store, by }, options, [name = '']) => {
    tell(io, valueOf(await resetPassword(store, { name, ...(await passwordFrom(options)) }, by)));
  });
  const remove = command
    .command('remove')
    .description('remove a user; one of single sign-on is new at the next sign-in')
    .argument('<name>', 'user name');
  onPeople(remove, io, ({ store, by }, _options, [name = '']) => {
    const isAtProvider = store.users.find(name) === undefined && store.providerUsers.findByName(name) !== undefined;
    valueOf(isAtProvider ? removeProviderUser(store, name, by) : removeUser(store, name, by));
  });
}

function tell(io: CommandIo, { oneTimePassword }: Given): void {
  if (oneTimePassword !== null) io.out(`${oneTimePassword}\n`);
}

async function passwordFrom(options: Readonly<Record<string, unknown>>): Promise<{ password?: string }> {
  if (options['passwordStdin'] !== true) return {};
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/);
  return { password: wordOf(newPasswordSchema, 'password', line) };
}
