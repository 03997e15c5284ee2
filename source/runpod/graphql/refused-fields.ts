import { Kind, parse, print, visit } from 'graphql';
import type { WireError } from '../business-errors.ts';

/**
 * Fields that RunPod says it does not have, from the messages of GraphQL's own validation. One such field makes it
 * refuse the whole query; its schema is not public, changes without notice, and most fields can be missed.
 */
export function refusedFields(errors: readonly WireError[], needed: ReadonlySet<string>): readonly string[] {
  const names = errors.flatMap(({ message }) => /^Cannot query field "(\w{1,60})"/.exec(message)?.[1] ?? []);
  return names.filter((name) => !needed.has(name));
}

/** The document without the fields of these names, and without fields of which then nothing would be asked. */
export function withoutFields(document: string, names: ReadonlySet<string>): string {
  if (names.size === 0) return document;
  const pruned = visit(parse(document), {
    Field: {
      leave(field) {
        const isEmpty = field.selectionSet !== undefined && field.selectionSet.selections.length === 0;
        return names.has(field.name.value) || isEmpty ? null : undefined;
      },
    },
  });
  return print({ ...pruned, kind: Kind.DOCUMENT });
}
