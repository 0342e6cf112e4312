import type { Page } from '@playwright/test';
import type { ClusterStatus } from '@tunnelwatch/shared/cluster';
import { clusterBrief } from '@tunnelwatch/shared/cluster-view';

/** Has the server say that it is a node of a cluster, from the next answer on; `age` is how long ago it heard of it. */
export async function seemCluster(
  page: Page,
  status: ClusterStatus,
): Promise<{ status: ClusterStatus; ageMs: number }> {
  const made = { status, ageMs: 0 };
  await page.routeWebSocket(/socket\.io/, (socket) => {
    socket.connectToServer().onMessage((message) => {
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
