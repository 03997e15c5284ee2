/** RunPod's own description of REST v2, to check requests and answers against. It lies beside the project, not in it. */
import { existsSync, readFileSync } from 'node:fs';
import { isObject, misfits, resolved, type Schema } from './json-schema.ts';

export type OpenApi = {
  /** `path` as asked for, from "/v2" on, with its query. An empty list when the description allows the request. */
  checkRequest(method: string, path: string, body?: unknown): readonly string[];
  /** `body` as parsed; undefined where there is none. */
  checkAnswer(method: string, path: string, status: number, body?: unknown): readonly string[];
};

const descriptionFile = new URL('../../../shared/runpod/v2-openapi.json', import.meta.url);

/** Where the description is absent, tests that need it say so and skip. */
export const hasOpenApi = existsSync(descriptionFile);

/** What the service has learnt after the description was written (shared/runpod/notes.md, 3) is allowed too. */
export function openApi(): OpenApi {
  const root: unknown = JSON.parse(readFileSync(descriptionFile, 'utf8'));
  if (!isObject(root) || !isObject(root.paths))
    throw new Error('v2-openapi.json is no description of an API.');
  const paths: Schema = { ...root.paths, ...laterPaths };

  function operationOf(method: string, pathname: string): Schema | null {
    const candidates = Object.keys(paths)
      .filter((template) => isPathOf(template, pathname))
      .sort((one, other) => one.split('{').length - other.split('{').length);
    const item = paths[candidates[0] ?? ''];
    const operation = isObject(item) ? item[method.toLowerCase()] : undefined;
    return isObject(operation) ? operation : null;
  }

  return {
    checkRequest(method, path, body) {
      const { pathname, searchParams } = new URL(path, 'http://runpod.invalid');
      const operation = operationOf(method, pathname);
      if (operation === null) return [`${method} ${pathname}: no such operation`];
      const declared = [...listOf(operation.parameters), ...(isList(method, pathname) ? pagination : [])];
      const parameters = declared.map((each) => resolved(each, root));
      return [...queryMisfits(parameters, searchParams, root), ...bodyMisfits(operation, body, root)];
    },
    checkAnswer(method, path, status, body) {
      const { pathname } = new URL(path, 'http://runpod.invalid');
      const operation = operationOf(method, pathname);
      if (operation === null) return [`${method} ${pathname}: no such operation`];
      const responses = isObject(operation.responses) ? operation.responses : {};
      const response = responses[status] ?? (status >= 400 ? responses.default : undefined);
      if (response === undefined) return [`${method} ${pathname}: no answer with status ${status}`];
      const content = resolved(response, root).content;
      if (!isObject(content)) return body === undefined ? [] : ['$: an answer without a body has one'];
      const [media] = Object.values(content);
      if (body === undefined) return ['$: the body is missing'];
      return misfits(isObject(media) ? media.schema : true, body, root);
    },
  };
}

function isPathOf(template: string, pathname: string): boolean {
  const wanted = template.split('/');
  const given = pathname.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => (part.startsWith('{') ? given[index] !== '' : part === given[index]))
  );
}

function isList(method: string, pathname: string): boolean {
  const lists = /^\/v2\/(pods|templates|network-volumes|registries|account\/secrets)$/;
  return method === 'GET' && lists.test(pathname);
}

/** The service ignores what it does not know; a client that sends it means something by it. */
function queryMisfits(
  parameters: readonly Schema[],
  query: URLSearchParams,
  root: Schema,
): readonly string[] {
  const known = parameters.filter((each) => each.in === 'query');
  const missing = known.filter(({ name, required }) => required === true && !query.has(String(name)));
  const unfit = [...query].flatMap(([name, text]) => {
    const parameter = known.find((each) => each.name === name);
    if (parameter === undefined) return [`?${name}: no such parameter`];
    const schema = resolved(parameter.schema, root);
    return misfits(schema, ofText(text, schema), root).map((each) => `?${name} ${each}`);
  });
  return [...missing.map(({ name }) => `?${name}: is missing`), ...unfit];
}

function ofText(text: string, schema: Schema): unknown {
  if (schema.type === 'integer' || schema.type === 'number') return Number(text);
  if (schema.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return schema.type === 'array' ? text.split(',') : text;
}

function bodyMisfits(operation: Schema, body: unknown, root: Schema): readonly string[] {
  if (operation.requestBody === undefined) return body === undefined ? [] : ['$: takes no body'];
  const { content, required } = resolved(operation.requestBody, root);
  if (body === undefined) return required === true ? ['$: the body is missing'] : [];
  const media = isObject(content) ? content['application/json'] : undefined;
  return misfits(isObject(media) ? media.schema : true, body, root);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const pagination: readonly Schema[] = [
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 1000 } },
  { name: 'cursor', in: 'query', schema: { type: 'string' } },
];

const problem = {
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ErrorResponse' } } },
};
const secret = {
  type: 'object',
  required: ['id', 'name'],
  properties: { id: { type: 'string' }, name: { type: 'string' }, description: { type: ['string', 'null'] } },
};
const newSecret = {
  type: 'object',
  required: ['name', 'value'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 1 },
    value: { type: 'string' },
    description: { type: 'string' },
  },
};

function json(schema: Schema): Schema {
  return { content: { 'application/json': { schema } } };
}

/** Of the secrets only the path is known; their shapes here are those of the other lists and of GraphQL's inputs. */
const laterPaths: Schema = {
  '/v2/account/secrets': {
    get: {
      responses: {
        200: json({
          type: 'object',
          required: ['secrets'],
          properties: { secrets: { type: 'array', items: secret } },
        }),
        default: problem,
      },
    },
    post: {
      requestBody: { required: true, ...json(newSecret) },
      responses: { 201: json(secret), default: problem },
    },
  },
  '/v2/account/secrets/{id}': { delete: { responses: { 204: {}, default: problem } } },
};
