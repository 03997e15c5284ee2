/** One GraphQL request: HTTP 400 for a query that is not understood, else 200, also where the answer is no. */
import {
  buildSchema,
  execute,
  type GraphQLError,
  getOperationAST,
  getVariableValues,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { schemaText } from '../schema.graphql.ts';
import type { Caller } from './callers.ts';
import type { Root } from './root-fields.ts';

export type QueryBody = {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
};

export type QueryAnswer = {
  readonly status: 200 | 400;
  readonly body: unknown;
  /** It was carried out, and may have changed something. */
  readonly isMutation?: boolean;
};

const schema = buildSchema(schemaText);
const rules = [...specifiedRules, NoSchemaIntrospectionCustomRule];

export async function answerQuery(root: Root, caller: Caller, body: QueryBody): Promise<QueryAnswer> {
  const document = parseQuery(body.query);
  if ('status' in document) return document;
  const invalid = validate(schema, document.parsed, rules);
  if (invalid.length > 0) return notUnderstood(invalid, 'GRAPHQL_VALIDATION_FAILED');
  const operation = getOperationAST(document.parsed, body.operationName);
  if (operation == null) {
    return {
      status: 400,
      body: {
        errors: [
          { message: 'Must provide an operation.', extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
        ],
      },
    };
  }
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], body.variables);
  if (coerced.errors !== undefined) return notUnderstood(coerced.errors, 'BAD_USER_INPUT');
  const result = await execute({
    schema,
    document: document.parsed,
    rootValue: root,
    contextValue: caller,
    variableValues: body.variables,
    operationName: body.operationName,
  });
  const data = result.data ?? null;
  return {
    status: 200,
    isMutation: operation.operation === 'mutation',
    body: result.errors === undefined ? { data } : { errors: result.errors.map(shown), data },
  };
}

function parseQuery(query: string): { readonly parsed: ReturnType<typeof parse> } | QueryAnswer {
  try {
    return { parsed: parse(query, { maxTokens: 5000 }) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { status: 400, body: { errors: [{ message, extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] } };
  }
}

function notUnderstood(errors: readonly GraphQLError[], code: string): QueryAnswer {
  const rows = errors.map(({ message, locations }) => ({ message, locations, extensions: { code } }));
  return { status: 400, body: { errors: rows } };
}

/** RunPod's errors name the field, not the place in the text. */
function shown({ message, path, extensions }: GraphQLError): unknown {
  return { message, path, extensions: { code: 'INTERNAL_SERVER_ERROR', ...extensions } };
}
