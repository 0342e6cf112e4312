import { html } from './html.js';
/** Facts of a report, each with its name, as a table. */
export function factTable(facts) {
    return html `<table>
    ${facts.map(([name, value]) => html `<tr>
          <th>${name}</th>
          <td>${value}</td>
        </tr>`)}
  </table>`;
}
//# sourceMappingURL=fact-table.js.map