/** Put in by the bundler, from package.json. */
declare const __VERSION__: string;
