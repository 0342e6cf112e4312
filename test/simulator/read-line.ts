import { createSimulation, type SimulationOptions } from '@tunnelwatch/server/simulator/simulation';

/** What a test needs of a simulated line, read with plain expressions and not with the code under test. */
export interface ReadLine {
  atMs: number;
  line: string;
  category: string;
  id: number;
  fields: ReadonlyMap<string, string>;
}

const FIELD = /([A-Za-z_]+)=("[^"]*"|\S+)/g;

/** Reads the body of a line in any of the formats but JSON. Throws where there is none. */
export function readLine({ atMs, line }: { atMs: number; line: string }): ReadLine {
  const body = /EFW(?:: | - - - )([A-Z]+): (.*)$/.exec(line);
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of (body?.[2] ?? '').matchAll(FIELD))
    fields.set(name, value.replaceAll('"', ''));
  const id = Number(fields.get('id'));
  if (body === null || !Number.isInteger(id)) throw new Error(`no gateway message in: ${line}`);
  return { atMs, line, category: body[1] ?? '', id, fields };
}

/** Options of a small simulation, with what a test wants to be different. */
export function optionsOf(different: Partial<SimulationOptions> = {}): SimulationOptions {
  return {
    seed: 1,
    rate: 20,
    tunnels: 400,
    gateways: 2,
    scenario: 'mixed',
    format: 'rsyslog',
    startMs: Date.parse('2026-02-10T17:00:00Z'),
    ...different,
  };
}

/** The first lines of a simulation. */
export function linesOf(options: SimulationOptions, count: number): ReadLine[] {
  const simulation = createSimulation(options);
  return Array.from({ length: count }, () => readLine(simulation.next()));
}

/** How often each id occurs among IPSEC lines. */
export function countIds(lines: readonly ReadLine[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { id, category } of lines) if (category === 'IPSEC') counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** A numeric parameter. Throws when the line does not have it. */
export function numberOf(line: ReadLine, name: string): number {
  const value = line.fields.get(name);
  if (value === undefined) throw new Error(`no ${name} in: ${line.line}`);
  return Number(value);
}
