/** What the terminal session needs of the process it runs in; `process` is one. */
export type HostProcess = Pick<NodeJS.Process, 'pid' | 'on' | 'off' | 'kill' | 'exit'>;
