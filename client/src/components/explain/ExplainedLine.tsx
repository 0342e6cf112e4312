import { FailedNote } from '../layout/FailedNote.js';
import { Skeleton } from '../layout/Panel.js';
import { explainLine, type LineToExplain } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { ExplanationView } from './ExplanationView.js';

/** The explanation of a line, as the server gives it. */
export function ExplainedLine({ asked }: { readonly asked: LineToExplain }) {
  const { data, problem, reload } = useApiQuery({
    key: ['explain', asked.line, asked.source, asked.at ?? null],
    load: (signal) => explainLine(asked, signal),
  });
  return (
    <div role="status">
      {problem !== null ? (
        <FailedNote title={problem.title} detail={problem.detail} onRetry={reload} />
      ) : data === null ? (
        <Skeleton rem={8} />
      ) : (
        <ExplanationView explanation={data} />
      )}
    </div>
  );
}
