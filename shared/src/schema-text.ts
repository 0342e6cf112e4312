import { type JsonSchema, schemaName } from './openapi.js';

/** A JSON schema as a type in the notation of TypeScript; names stand for the schemas that have one. */
export function schemaText(schema: JsonSchema, indent = ''): string {
  const named = schemaName(schema);
  if (named !== undefined) return named;
  const { const: constant, enum: choices, type } = schema;
  if (constant !== undefined) return JSON.stringify(constant);
  if (Array.isArray(choices)) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  const joined = joinedText(schema, indent);
  if (joined !== undefined) return joined;
  if (Array.isArray(type)) return type.map(String).join(' | ');
  if (type === 'array') return arrayText(schema, indent);
  if (type === 'object') return objectText(schema, indent);
  return schema['format'] === 'date-time' ? 'string (ISO 8601)' : typeof type === 'string' ? type : 'unknown';
}

function joinedText({ oneOf, anyOf, allOf }: JsonSchema, indent: string): string | undefined {
  const list = (parts: readonly JsonSchema[]) => parts.map((each) => schemaText(each, indent));
  const union = schemasIn(oneOf) ?? schemasIn(anyOf);
  if (union !== undefined) return list(union).join(' | ');
  const parts = schemasIn(allOf);
  return parts === undefined ? undefined : list(parts).join(' & ');
}

function arrayText({ items }: JsonSchema, indent: string): string {
  const of = isSchema(items) ? schemaText(items, indent) : 'unknown';
  return of.includes(' | ') && !of.startsWith('{') ? `(${of})[]` : `${of}[]`;
}

function objectText({ properties, required, additionalProperties }: JsonSchema, indent: string): string {
  if (!isSchema(properties)) {
    const of = isSchema(additionalProperties) ? schemaText(additionalProperties, indent) : 'unknown';
    return `Record<string, ${of}>`;
  }
  const needed = new Set(Array.isArray(required) ? required.map(String) : []);
  const inner = `${indent}  `;
  const fields = Object.entries(properties).map(([name, part]) => {
    const mark = needed.has(name) ? '' : '?';
    return `${inner}${name}${mark}: ${isSchema(part) ? schemaText(part, inner) : 'unknown'};\n`;
  });
  return fields.length === 0 ? '{}' : `{\n${fields.join('')}${indent}}`;
}

function schemasIn(list: unknown): JsonSchema[] | undefined {
  return Array.isArray(list) && list.length > 0 && list.every(isSchema) ? list : undefined;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
