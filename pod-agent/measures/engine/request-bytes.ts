/** A GET as bytes, made once and sent again and again. */
import type { LoadTarget } from './load.ts';

const visible = /^[\x21-\x7e]+$/;
const fieldName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const fieldValue = /^[\t\x20-\x7e]*$/;

/** Throws where a part of the target would break the request: it is never sent in another form than it was given. */
export function requestBytes({ path, hostHeader, headers = {} }: LoadTarget): Buffer {
  if (!path.startsWith('/') || !visible.test(path))
    throw new Error(
      `Cannot ask for the path "${path}". It must begin with "/" and hold no blank and no control character.`,
    );
  const fields = Object.entries({ Host: hostHeader, 'User-Agent': 'pod-agent', ...headers });
  for (const [name, value] of fields) {
    if (!fieldName.test(name) || !fieldValue.test(value))
      throw new Error(`Cannot send the header "${name}: ${value}". It must be one line of ASCII.`);
  }
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
}
