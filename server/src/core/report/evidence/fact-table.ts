import { html, type Html } from './html.js';

/** Facts of a report, each with its name, as a table. */
export function factTable(facts: readonly (readonly [name: string, value: string])[]): Html {
  return html`<table>
    ${facts.map(
      ([name, value]) =>
        html`<tr>
          <th>${name}</th>
          <td>${value}</td>
        </tr>`,
    )}
  </table>`;
}
