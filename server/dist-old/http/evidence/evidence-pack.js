import { presentDiagnosis } from '../present-diagnosis.js';
import { presentAlert } from '../present.js';
import { chartSvg } from './evidence-chart.js';
import { moment } from './evidence.js';
import { reportHtml } from './evidence-report.js';
/** The files of a pack: a page for people, and everything that it rests on for programs. */
export function packFiles(evidence, making) {
    const { scope, messages, history, members, diagnosis } = evidence;
    const entries = messages.flatMap(({ entry }) => entry ?? []);
    const files = [
        ['report.html', reportHtml(evidence, making)],
        ['about.json', json(aboutOf(evidence, making))],
    ];
    if (scope.subject !== null) {
        files.push(['chart.svg', chartSvg(evidence.chart).text], ['lines.log', evidence.lines], ['events.csv', evidence.csv], ['catalogue.json', json(entries)]);
    }
    if (scope.alert !== undefined) {
        files.push(['alert.json', json(presentAlert(scope.alert))], ['history.json', json(history)]);
    }
    if (diagnosis !== undefined)
        files.push(['diagnosis.json', json(presentDiagnosis(diagnosis))]);
    if (members.length > 0)
        files.push(['members.json', json(members)]);
    return files.map(([name, content]) => ({ name, content: Buffer.from(content) }));
}
function aboutOf({ scope, eventCount, packed }, { at, by, version }) {
    const { title, subject, from, to } = scope;
    return {
        ...{ title, subject, from: moment(from), to: moment(to), events: eventCount, packed },
        made: { at: moment(at), by, tunnelwatch: version, node: process.version },
    };
}
function json(value) {
    return `${JSON.stringify(value, null, 2)}\n`;
}
//# sourceMappingURL=evidence-pack.js.map