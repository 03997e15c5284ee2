/** An esbuild plugin for the changes this project makes to ink while bundling it. */
export function inkPatches() {
  return { name: 'ink-patches', setup() {} };
}
