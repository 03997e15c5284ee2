/** The only door to Ink: what the console uses of it, so that another version of it is a change of one file. */
export { Box, type Instance, type RenderOptions, render, renderToString, Text } from 'ink';
export { default as Spinner } from 'ink-spinner';
