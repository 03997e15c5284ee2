/** A private key file, in the formats ssh2 reads and in PKCS#8, which it does not. */
import { createPrivateKey, type KeyObject, randomBytes } from 'node:crypto';
import { type ParsedKey, utils } from 'ssh2';

export type ParsedPrivateKey =
  | { readonly ok: true; readonly key: ParsedKey }
  | { readonly ok: false; readonly reason: string };

/** The reason says what to do. `path` is for that advice only. */
export function parsePrivateKey(bytes: Buffer, path: string): ParsedPrivateKey {
  const text = bytes.toString('latin1');
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(text)) return needsPassphrase(path);
  const parsed = utils.parseKey(bytes);
  if (parsed instanceof Error) {
    if (/encrypted/i.test(parsed.message)) return needsPassphrase(path);
    return text.includes('BEGIN PRIVATE KEY') ? parsePkcs8(bytes, path) : unsupported(path, parsed.message);
  }
  if (!parsed.isPrivateKey()) return { ok: false, reason: 'holds only the public half of a key' };
  return { ok: true, key: parsed };
}

/** null for what is no public key. */
export function parsePublicKey(bytes: Buffer): ParsedKey | null {
  const parsed = utils.parseKey(bytes);
  return parsed instanceof Error ? null : parsed;
}

function needsPassphrase(path: string): ParsedPrivateKey {
  return { ok: false, reason: `is protected by a passphrase: add it to ssh-agent with "ssh-add ${path}"` };
}

function unsupported(path: string, why: string): ParsedPrivateKey {
  return {
    ok: false,
    reason: `has a format not read here (${why}): convert it with "ssh-keygen -p -f ${path}"`,
  };
}

/** Through the older formats of the same key, which ssh2 reads; Ed25519 has none but OpenSSH's own. */
function parsePkcs8(bytes: Buffer, path: string): ParsedPrivateKey {
  let converted: string;
  try {
    converted = convert(createPrivateKey(bytes));
  } catch (error) {
    return unsupported(path, error instanceof Error ? error.message : String(error));
  }
  const key = utils.parseKey(converted);
  return key instanceof Error ? unsupported(path, key.message) : { ok: true, key };
}

function convert(key: KeyObject): string {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return key.export({ type: 'pkcs1', format: 'pem' }).toString();
    case 'ec':
      return key.export({ type: 'sec1', format: 'pem' }).toString();
    case 'ed25519':
      return openSshOfEd25519(key);
    default:
      throw new Error(`kind ${key.asymmetricKeyType ?? 'unknown'}`);
  }
}

/** As in OpenSSH's PROTOCOL.key, without encryption. */
function openSshOfEd25519(key: KeyObject): string {
  const { d = '', x = '' } = key.export({ format: 'jwk' });
  const publicBytes = Buffer.from(x, 'base64url');
  const publicKey = Buffer.concat([lengthFirst('ssh-ed25519'), lengthFirst(publicBytes)]);
  const check = randomBytes(4);
  const secret = Buffer.concat([
    check,
    check,
    publicKey,
    lengthFirst(Buffer.concat([Buffer.from(d, 'base64url'), publicBytes])),
    lengthFirst(''),
  ]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7]).subarray(0, (8 - (secret.length % 8)) % 8);
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    lengthFirst('none'),
    lengthFirst('none'),
    lengthFirst(''),
    Buffer.from([0, 0, 0, 1]),
    lengthFirst(publicKey),
    lengthFirst(Buffer.concat([secret, padding])),
  ]);
  const lines = body.toString('base64').replace(/.{70}/g, '$&\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function lengthFirst(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
