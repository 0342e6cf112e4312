/**
 * What pictures need of the API.
 *
 * @typedef {{ id: number, version: number, severity: string }} AlertFacts
 * @typedef {{ gateway: string, matchkey: string }} TunnelFacts
 */

/**
 * @template Item
 * @param {string} url of the server
 * @param {string} path of a list
 * @returns {Promise<Item[]>}
 */
async function listOf(url, path) {
  const response = await fetch(`${url}api/v1/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  // The server's own answer, in the shape that its OpenAPI document gives.
  const page = /** @type {{ items: Item[] }} */ (await response.json());
  return page.items;
}

/**
 * @param {string} url of the server
 * @param {string} path
 * @param {object} body
 */
export async function post(url, path, body) {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${url}api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** @param {string} url @returns {Promise<AlertFacts[]>} */
export function alertsOf(url) {
  return listOf(url, 'alerts?past=false');
}

/** @param {string} url @returns {Promise<TunnelFacts[]>} the tunnel with the most replays, if there is one */
export function tunnelsOf(url) {
  return listOf(url, 'tunnels?sort=replay&limit=1');
}

/** @param {string} url @returns {Promise<TunnelFacts>} */
export async function worstTunnel(url) {
  const [tunnel] = await tunnelsOf(url);
  if (tunnel === undefined) throw new Error(`${url} knows no tunnel`);
  return tunnel;
}

/** @param {TunnelFacts} tunnel @returns {string} its page */
export function tunnelPath({ gateway, matchkey }) {
  return `tunnels/${encodeURIComponent(gateway)}/${encodeURIComponent(matchkey)}`;
}

/**
 * Acknowledges the last unacknowledged alert that is not `exceptId`, where there is one.
 *
 * @param {string} url
 * @param {number} [exceptId]
 */
export async function acknowledgeLast(url, exceptId) {
  /** @type {AlertFacts[]} */
  const alerts = await listOf(url, 'alerts?past=false&state=unacknowledged');
  const last = alerts.filter(({ id }) => id !== exceptId).at(-1);
  if (last === undefined) return;
  const request = { version: last.version, by: 'Anna', comment: 'Calling the site, ticket 4711' };
  await post(url, `alerts/${last.id}/acknowledge`, request);
}

/**
 * @param {string} url
 * @param {TunnelFacts} tunnel that gets a name
 */
export async function nameTunnel(url, { gateway, matchkey }) {
  const place = { site: 'Lund', peer: '198.51.100.7', note: 'Shares its path with Malmö', priority: null };
  await post(url, 'inventory', { gateway, kind: 'matchkey', pattern: matchkey, name: 'eNB Lund harbour', ...place });
}
