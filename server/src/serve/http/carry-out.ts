import type { Actor } from '@tunnelwatch/shared/actor';
import type { CommandName, CommandRequests, CommandResults } from '@tunnelwatch/shared/commands';
import type { Problem } from '@tunnelwatch/shared/error-code';
import type { Request } from 'express';
import { actorOf as whoActs, type Asker, type CommandDoor, type Refusal } from '../commands/command-door.js';
import { knownPrincipal } from './access-guard.js';
import { HttpProblem } from './http-problem.js';

/** The result of an executed command. */
type Done<Name extends CommandName> = Extract<CommandResults[Name], { ok: true }>;
/** The result of a refused command. */
type Refused<Name extends CommandName> = Extract<CommandResults[Name] | Refusal, { ok: false }>;

/**
 * Executes the command of a request.
 * @param currentOf the current object to show with a refusal
 * @throws HttpProblem when it was refused
 */
export async function carryOut<Name extends CommandName>(
  { door }: { door: CommandDoor },
  request: Request,
  [name, command]: [Name, CommandRequests[Name]],
  currentOf: (refused: Refused<Name>) => unknown = () => undefined,
): Promise<Done<Name>> {
  const result: Done<Name> | Refused<Name> = split(await door.command(name, command, askerOf(request)));
  if (result.ok) return result;
  throw problemOf(result.problem, currentOf(result));
}

/** Every result is one or the other, which the compiler cannot infer for a generic name. */
function split<Name extends CommandName>(result: CommandResults[Name] | Refusal): Done<Name> | Refused<Name> {
  return result as Done<Name> | Refused<Name>;
}

/** The actor of a request. @param by the name that it gives, where nobody signs in @throws HttpProblem where the server does not know it either */
export function actorOf(request: Request, by?: string): Actor {
  const acting = whoActs(askerOf(request), by);
  if (!acting.ok) throw problemOf(acting.problem);
  return acting.actor;
}

function askerOf(request: Request): Asker {
  return { principal: knownPrincipal(request), address: request.ip ?? null };
}

function problemOf({ status, code, detail }: Problem, current?: unknown): HttpProblem {
  return new HttpProblem(status, code, detail, { current });
}
