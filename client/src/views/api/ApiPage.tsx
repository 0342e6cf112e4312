import { type ApiEndpoint, endpointsOf, type OpenApi } from '@tunnelwatch/shared/openapi';
import { schemaText } from '@tunnelwatch/shared/schema-text';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { apiUrl } from '../../http/http-client.js';
import form from '../../components/form/form.module.css';
import { TextField } from '../../components/form/TextField.js';
import { PageHead } from '../../components/layout/PageHead.js';
import { Panel } from '../../components/layout/Panel.js';
import { fetchOpenApi } from '../../http/openapi.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { useMay } from '../../session/who-context.js';
import { useUrlText } from '../../url-state/use-url-param.js';
import styles from './ApiPage.module.css';
import { Endpoint } from './Endpoint.js';

/** The API of this server: each operation with its parameters, answers, errors and examples, from its own description. */
export function ApiPage() {
  const { data, problem, reload } = useApiQuery({ key: ['openapi'], load: fetchOpenApi });
  const isAdmin = useMay('admin');
  const [q, setQ] = useUrlText('q');
  const all = useMemo(() => (data === null ? [] : endpointsOf(data)), [data]);
  const found = useMemo(() => all.filter((endpoint) => isFound(endpoint, q ?? '')), [all, q]);
  return (
    <>
      <PageHead title="API" note="What this server answers to programs, with examples for this address.">
        <span className={styles.links}>
          <a href={apiUrl('openapi.json')}>OpenAPI document</a>
          {isAdmin ? <Link to="/admin">Create a token</Link> : null}
        </span>
      </PageHead>
      <div className={`${form.filters ?? ''} ${styles.filters ?? ''}`} role="search">
        <TextField
          label="Search"
          type="search"
          value={q}
          placeholder="Path, words…"
          className={styles.search}
          onChange={setQ}
        />
      </div>
      {data === null ? (
        <Panel
          title="Operations"
          isTimeless
          isLoading={problem === null}
          problem={problem}
          onRetry={reload}
          skeletonRem={40}
        />
      ) : (
        <Operations document={data} found={found} />
      )}
    </>
  );
}

function isFound({ method, path, operation }: ApiEndpoint, q: string): boolean {
  const text = `${method} ${path} ${operation.summary} ${operation.tags.join(' ')}`.toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function Operations({ document, found }: { readonly document: OpenApi; readonly found: readonly ApiEndpoint[] }) {
  const groups = document.tags.flatMap(({ name }) => {
    const endpoints = found.filter(({ operation }) => operation.tags.includes(name));
    return endpoints.length === 0 ? [] : [{ name, endpoints }];
  });
  return (
    <div className={styles.sections}>
      <Panel title="Requests" isTimeless>
        {document.info.description.split('\n\n').map((text) => (
          <p key={text} className={styles.text}>
            <Marked text={text} />
          </p>
        ))}
      </Panel>
      {groups.length === 0 ? <p className={styles.text}>No operation matches. Try fewer words.</p> : null}
      {groups.map(({ name, endpoints }) => (
        <Panel key={name} title={name} isTimeless>
          {endpoints.map((endpoint) => (
            <Endpoint key={endpoint.operation.operationId} document={document} endpoint={endpoint} />
          ))}
        </Panel>
      ))}
      <Panel title="Types" aside="As TypeScript; a question mark marks what may be left out" isTimeless>
        {Object.entries(document.components.schemas).map(([name, schema]) => (
          <details key={name} id={`type-${name}`} className={styles.item}>
            <summary>
              <code>{name}</code>
            </summary>
            <pre className={styles.code} tabIndex={0} aria-label={`Type ${name}`}>
              {schemaText(schema)}
            </pre>
          </details>
        ))}
      </Panel>
    </div>
  );
}

/** A text in which code stands between backticks. */
function Marked({ text }: { readonly text: string }) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={`${index} ${part}`}>{part}</code> : part));
}
