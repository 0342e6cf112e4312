import { presentDiagnosis } from '../tunnels/present-diagnosis.js';
import { presentAlert } from '../present.js';
import { type Evidence, moment } from '../../../core/report/evidence/evidence.js';
import { countsPicture, diagnosisPictures } from '../../../core/report/evidence/evidence-pictures.js';
import { reportHtml } from '../../../core/report/evidence/evidence-report.js';

/** One file of a pack. */
export interface PackedFile {
  name: string;
  content: Buffer;
}

/** When, by whom and with which version a pack was made. */
export interface PackMaking {
  /** Epoch ms. */
  at: number;
  by: string;
  version: string;
}

/** The files of a pack: a page for people, and all its data for programs. */
export function packFiles(evidence: Evidence, making: PackMaking): PackedFile[] {
  const { scope, messages, history, members, diagnosis, alerts } = evidence;
  const entries = messages.flatMap(({ entry }) => entry ?? []);
  const files: [string, string | Buffer][] = [
    ['report.html', reportHtml(evidence, making)],
    ['about.json', json(aboutOf(evidence, making))],
  ];
  if (scope.subject !== null) {
    files.push(
      ...[countsPicture(evidence), ...diagnosisPictures(evidence)].map(({ name, svg }): [string, string] => [
        name,
        svg.text,
      ]),
      ['lines.log', evidence.lines],
      ['events.csv', evidence.csv],
      ['catalogue.json', json(entries)],
    );
  }
  if (scope.alert !== undefined) {
    files.push(['alert.json', json(presentAlert(scope.alert, evidence.names))], ['history.json', json(history)]);
  }
  if (diagnosis !== undefined) files.push(['diagnosis.json', json(presentDiagnosis(diagnosis))]);
  if (alerts.length > 0) {
    files.push([
      'alerts.json',
      json(alerts.map(({ alert, history: own }) => ({ ...presentAlert(alert, evidence.names), history: own }))),
    ]);
  }
  if (evidence.entry !== undefined) files.push(['inventory.json', json(evidence.entry)]);
  if (members.length > 0) files.push(['members.json', json(members)]);
  return files.map(([name, content]) => ({ name, content: Buffer.from(content) }));
}

function aboutOf({ scope, eventCount, packed, catalogue, settings }: Evidence, { at, by, version }: PackMaking) {
  const { title, subject, from, to } = scope;
  return {
    title,
    subject,
    from: moment(from),
    to: moment(to),
    events: eventCount,
    packed,
    made: { at: moment(at), by, tunnelwatch: version, node: process.version },
    catalogue,
    diagnosisSettings: settings,
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
