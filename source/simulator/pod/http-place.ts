/** Where a port of a pod is to be had on this machine, for the proxy. */
export type HttpPlace =
  | { readonly kind: 'undeclared' }
  /** The pod does not run, or not yet. */
  | { readonly kind: 'down' }
  | { readonly kind: 'at'; readonly port: number };
