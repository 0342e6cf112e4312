import { apiClusterSchema } from '@tunnelwatch/shared/api';
import type { ApiContext } from '../api-context.js';
import { HttpProblem } from '../http-problem.js';
import { presentCluster } from '../present.js';
import type { Route } from '../route.js';

/** The cluster as this node sees it. */
export function clusterRoutes({ cluster }: Pick<ApiContext, 'cluster'>): Route[] {
  return [
    {
      method: 'get',
      path: '/cluster',
      access: 'viewer',
      summary: 'The nodes, collectors and stream of the cluster as this node sees them; 404 where it is the only one',
      answer: apiClusterSchema,
      handle: (_request, response) => {
        const seen = cluster();
        if (seen === null) throw new HttpProblem(404, 'not-found', 'this server is not part of a cluster');
        response.json(presentCluster(seen));
      },
    },
  ];
}
