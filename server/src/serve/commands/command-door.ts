import { type Actor, isAtLeast } from '@tunnelwatch/shared/actor';
import { type CommandName, type CommandRequests, type CommandResults, COMMANDS } from '@tunnelwatch/shared/commands';
import type { Problem } from '@tunnelwatch/shared/error-code';
import { parseCommand } from '../../core/input.js';
import { badRequest, forbidden } from './problems.js';
import type { Principal } from '../people/principal.js';

/** Executes a command; answers once it is durable, or with the reason why it was refused. */
export type CarryOut = <Name extends CommandName>(
  name: Name,
  request: CommandRequests[Name],
  actor: Actor,
) => Promise<CommandResults[Name]>;

/** A command that was refused before it was executed. */
export interface Refusal {
  ok: false;
  problem: Problem;
  alert: null;
}

/**
 * The single entry point of commands, over HTTP and sockets alike. It determines the actor, and whether they may.
 */
export class CommandDoor {
  /** @param closed why nothing can be carried out now; undefined while it can */
  constructor(
    private readonly carryOut: CarryOut,
    private readonly closed: () => Problem | undefined = () => undefined,
  ) {}

  /** A command whose request has already been parsed. */
  async command<Name extends CommandName>(
    name: Name,
    request: CommandRequests[Name],
    asker: Asker,
  ): Promise<CommandResults[Name] | Refusal> {
    const { access } = COMMANDS[name];
    if (!isAtLeast(asker.principal.role, access)) return refusal(forbidden(access, asker.principal));
    const acting = actorOf(asker, 'by' in request ? request.by : undefined);
    if (!acting.ok) return refusal(acting.problem);
    const problem = this.closed();
    return problem === undefined ? this.carryOut(name, request, acting.actor) : refusal(problem);
  }

  /** An unparsed command from outside. A requester without the right to it learns nothing about the expected request. */
  async rawCommand(name: CommandName, request: unknown, asker: Asker): Promise<CommandResults[CommandName] | Refusal> {
    const { access } = COMMANDS[name];
    if (!isAtLeast(asker.principal.role, access)) return refusal(forbidden(access, asker.principal));
    const parsed = parseCommand(name, request);
    if (!parsed.ok) return refusal(badRequest(parsed.message));
    return this.command(parsed.command.name, parsed.command.request, asker);
  }
}

function refusal(problem: Problem): Refusal {
  return { ok: false, problem, alert: null };
}

/** Who asks for something: whom the server knows by session or token, and the network address that it comes from. */
export interface Asker {
  principal: Principal;
  address: string | null;
}

/**
 * Who acts when somebody asks for something, as it is entered in the audit trail.
 * @param by the name that the asker gives itself: taken only where nobody signs in, and refused elsewhere, since the
 *   server knows better
 */
export function actorOf(
  { principal, address }: Asker,
  by?: string,
): { ok: true; actor: Actor } | { ok: false; problem: Problem } {
  const actor = actorBehind({ principal, address });
  if (principal.kind === 'open') return { ok: true, actor: { ...actor, name: by ?? actor.name } };
  if (by !== undefined) {
    return { ok: false, problem: badRequest('by: omit it; the server knows who is signed in') };
  }
  return { ok: true, actor };
}

/** Who asks, as far as the server knows by itself. */
export function actorBehind({ principal, address }: Asker): Actor {
  return { kind: principal.kind === 'token' ? 'token' : 'person', name: principal.name, address };
}
