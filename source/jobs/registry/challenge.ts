/** `WWW-Authenticate` as registries send it (RFC 9110 section 11.6.1, and the Distribution project's token specification). */

export type Challenge =
  | { readonly kind: 'basic' }
  | {
      readonly kind: 'bearer';
      readonly realm: string;
      readonly service: string | null;
      readonly scope: string | null;
    };

/** null: none that we can answer. A token is preferred to a password where both are asked for. */
export function readChallenge(header: string | null): Challenge | null {
  const text = header ?? '';
  const bearer = /\bbearer\s+(.*)$/is.exec(text)?.[1];
  if (bearer !== undefined) {
    const parameters = parametersOf(bearer);
    const realm = parameters.get('realm');
    if (realm !== undefined && URL.canParse(realm))
      return {
        kind: 'bearer',
        realm,
        service: parameters.get('service') ?? null,
        scope: parameters.get('scope') ?? null,
      };
  }
  return /\bbasic\b/i.test(text) ? { kind: 'basic' } : null;
}

/** Commas stand in quoted values too: `scope="repository:acme/app:pull,push"`. */
function parametersOf(text: string): ReadonlyMap<string, string> {
  const pairs = text.matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g);
  return new Map(
    [...pairs].map(([, name = '', quoted, plain]) => [
      name.toLowerCase(),
      quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '',
    ]),
  );
}
