/** One side of a copy as it is typed: a path of this machine, or `NAME:path` in a pod; `-` is standard input or output. */

export type CopyPlace =
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'pod'; readonly name: string; readonly path: string }
  | { readonly kind: 'stream' };

/** As scp does it: a colon before any slash makes it a pod's. A host given by hand may hold one colon itself. */
export function readPlace(typed: string): CopyPlace {
  if (typed === '-') return { kind: 'stream' };
  if (/^[./]/.test(typed)) return { kind: 'local', path: typed };
  const [, name, path] = /^([^/:]+(?:@[^/:]+)?(?::\d{1,5})?):(.*)$/.exec(typed) ?? [];
  if (name === undefined || path === undefined) return { kind: 'local', path: typed };
  return { kind: 'pod', name, path: path === '' ? '.' : path };
}
