import { curlExample, exampleRequest, javaScriptExample } from '@tunnelwatch/shared/api-examples';
import { type ApiEndpoint, type OpenApi } from '@tunnelwatch/shared/openapi';
import { schemaText } from '@tunnelwatch/shared/schema-text';
import { useState } from 'react';
import { RawLine } from '../../components/event/RawLine.js';
import styles from './ApiPage.module.css';

interface EndpointProps {
  readonly document: OpenApi;
  readonly endpoint: ApiEndpoint;
}

/** One operation; what it takes and answers is shown once it is opened. */
export function Endpoint({ document, endpoint }: EndpointProps) {
  const { method, path, operation } = endpoint;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={styles.item} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        <span className={styles.method} data-method={method}>
          {method.toUpperCase()}
        </span>
        <code className={styles.path}>{path}</code>
        <span className={styles.summary}>{operation.summary}</span>
      </summary>
      {isOpen ? <EndpointDetail document={document} endpoint={endpoint} /> : null}
    </details>
  );
}

function EndpointDetail({ document, endpoint }: EndpointProps) {
  const { operation } = endpoint;
  const request = exampleRequest(document, endpoint, location.origin);
  const body = Object.entries(operation.requestBody?.content ?? {});
  return (
    <div className={styles.detail}>
      <p className={styles.text}>{operation.description ?? 'Available without signing in.'}</p>
      <Parameters operation={operation} />
      {body.map(([type, { schema }]) => (
        <TypedText key={type} title={`Body, ${type}`} text={schemaText(schema)} />
      ))}
      <Responses document={document} operation={operation} />
      <h3>curl</h3>
      <RawLine text={curlExample(request)} what="curl example" />
      <h3>JavaScript</h3>
      <RawLine text={javaScriptExample(request)} what="JavaScript example" />
    </div>
  );
}

function Parameters({ operation }: Pick<ApiEndpoint, 'operation'>) {
  if (operation.parameters.length === 0) return null;
  return (
    <>
      <h3>Parameters</h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">In</th>
            <th scope="col">Type</th>
          </tr>
        </thead>
        <tbody>
          {operation.parameters.map(({ name, in: place, required, schema }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{required ? `${place}, required` : place}</td>
              <td>
                <code>{schemaText(schema)}</code>
                {schema['default'] === undefined ? null : ` (default ${JSON.stringify(schema['default'])})`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Responses({ document, operation }: { readonly document: OpenApi } & Pick<ApiEndpoint, 'operation'>) {
  const errors: string[] = [];
  const answers = Object.entries(operation.responses).flatMap(([status, response]) => {
    if (!('$ref' in response)) return [{ status, response }];
    const shared = document.components.responses[response.$ref.slice(response.$ref.lastIndexOf('/') + 1)];
    errors.push(`${status === 'default' ? 'any other' : status}: ${shared?.description ?? ''}`);
    return [];
  });
  return (
    <>
      {answers.map(({ status, response: { description, content = {} } }) =>
        Object.entries(content).map(([type, { schema }]) => (
          <TypedText key={`${status} ${type}`} title={`${status} ${description}, ${type}`} text={schemaText(schema)} />
        )),
      )}
      <h3>Errors, application/problem+json</h3>
      <ul className={styles.errors}>
        {errors.map((error) => (
          <li key={error}>{error.replaceAll('`', '')}</li>
        ))}
      </ul>
    </>
  );
}

function TypedText({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <>
      <h3>{title}</h3>
      <pre className={styles.code} tabIndex={0} aria-label={title}>
        {text}
      </pre>
    </>
  );
}
