import type { Page } from '@playwright/test';
import type { ClusterStatus } from '@tunnelwatch/shared/cluster';
import { clusterBrief } from '@tunnelwatch/shared/cluster-view';

/** What a page believes of a cluster. */
interface SeemingCluster {
  status: ClusterStatus;
  ageMs: number;
  /** How often its pages were told of it. */
  told: number;
}

/** Has the server say that it is a node of a cluster, from the next answer on; `age` is how long ago it heard of it. */
export async function seemCluster(page: Page, status: ClusterStatus): Promise<SeemingCluster> {
  const made = { status, ageMs: 0, told: 0 };
  await page.routeWebSocket(/socket\.io/, (socket) => {
    socket.connectToServer().onMessage((message) => {
      if (String(message).includes('"cluster":null')) made.told += 1;
      const seen = { status: made.status, at: Date.now() - made.ageMs, notShown: 0 };
      socket.send(
        String(message)
          .replace(/"kind":"cluster","seen":null/, `"kind":"cluster","seen":${JSON.stringify(seen)}`)
          .replace(/"cluster":null/, `"cluster":${JSON.stringify(clusterBrief(made.status))}`),
      );
    });
  });
  return made;
}
