/** The shell at the other end of the proxy: of the pod's own sshd, which is inside and asks nobody who comes. */
import ssh2, { type PseudoTtyInfo, type ServerChannel } from 'ssh2';

export type Terminal = {
  /** null: none was asked for. */
  info: PseudoTtyInfo | null;
  /** Set when the shell is there. */
  resize: ((rows: number, columns: number) => void) | null;
};

const readyWithinMs = 10_000;

export function openInnerShell(
  outer: ServerChannel,
  terminal: Terminal,
  at: { readonly host: string; readonly port: number },
): void {
  const client = new ssh2.Client();
  const end = (code: number): void => {
    client.end();
    if (!outer.writable) return;
    outer.exit(code);
    outer.end();
  };
  outer.on('close', () => client.end());
  client.on('error', () => {
    if (outer.writable) outer.write('Error: connection to the container was lost\r\n');
    end(1);
  });
  client.on('ready', () => {
    const { term = 'xterm', cols = 80, rows = 24 } = termOf(terminal.info);
    client.shell({ term, cols, rows }, (error, inner) => {
      if (error !== undefined) {
        end(1);
        return;
      }
      terminal.resize = (newRows, columns) => inner.setWindow(newRows, columns, 0, 0);
      let code = 0;
      inner.on('exit', (exitCode: number | null) => {
        code = exitCode ?? 1;
      });
      inner.on('close', () => end(code));
      outer.pipe(inner);
      inner.pipe(outer, { end: false });
    });
  });
  client.connect({ ...at, username: 'root', readyTimeout: readyWithinMs, hostVerifier: () => true });
}

/** What the client said of its terminal; ssh2's types leave its kind out. */
function termOf(info: PseudoTtyInfo | null): { term?: string; cols?: number; rows?: number } {
  if (info === null) return {};
  const term = 'term' in info && typeof info.term === 'string' ? { term: info.term } : {};
  return { ...term, cols: info.cols, rows: info.rows };
}
