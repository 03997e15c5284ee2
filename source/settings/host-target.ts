export type HostTarget = {
  readonly host: string;
  /** 22 where none is given. */
  readonly port: number;
  /** null where none is given. */
  readonly username: string | null;
};

export type Parsed<Value> = { readonly ok: true; readonly value: Value } | Refused;
export type Refused = { readonly ok: false; readonly reason: string; readonly hint: string };

/** Reads `[user@]host[:port]`. An IPv6 address stands in brackets: `root@[2001:db8::1]:2222`. */
export function parseHostTarget(text: string): Parsed<HostTarget> {
  const target = text.trim();
  const at = target.lastIndexOf('@');
  const username = at < 0 ? null : target.slice(0, at);
  if (username !== null) {
    const refused = checkUsername(username);
    if (refused !== null) return refused;
  }
  const split = splitHostAndPort(target.slice(at + 1));
  if (!split.ok) return split;
  const { host, portText } = split.value;
  const refused = checkHost(host);
  if (refused !== null) return refused;
  if (portText === null) return { ok: true, value: { host, port: 22, username } };
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : 0;
  if (!isPort(port)) return refuse(`has the port "${portText}"`, 'A port is a number from 1 to 65535.');
  return { ok: true, value: { host, port, username } };
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

/** null when it can be a host: a name, an IPv4 address, or an IPv6 address without brackets. */
export function checkHost(host: string): Refused | null {
  if (host === '') return refuse('names no host', 'Write [user@]host[:port], e.g. root@203.0.113.7:22022.');
  if (host.includes(':')) return checkIpv6(host);
  const isName = host.length <= 253 && /^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?$/.test(host);
  if (!isName)
    return refuse(`has the host "${host}"`, 'A host is a name or an address: letters, digits, "-" and ".".');
  const isNumbers = /^[\d.]+$/.test(host);
  if (!isNumbers || isIpv4(host)) return null;
  return refuse(
    `has the address "${host}"`,
    'An IPv4 address is four numbers from 0 to 255, e.g. 203.0.113.7.',
  );
}

/** null when it can be a login name. One that begins with "-" would be taken for an option by other programs. */
export function checkUsername(username: string): Refused | null {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,99}$/.test(username)) return null;
  return refuse(
    `has the user "${username}"`,
    'A user name is letters, digits, "_", "-", "." and does not begin with "-".',
  );
}

type Split = { readonly host: string; readonly portText: string | null };

function splitHostAndPort(text: string): Parsed<Split> {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/s.exec(text);
  if (bracketed !== null) {
    const host = bracketed[1] ?? '';
    const refused = checkIpv6(host);
    return refused ?? { ok: true, value: { host, portText: bracketed[2] ?? null } };
  }
  if (text.includes('[') || text.includes(']')) {
    return refuse('has brackets out of place', 'Write an IPv6 address as [2001:db8::1] or [2001:db8::1]:22.');
  }
  const [host = '', portText = null, ...more] = text.split(':');
  if (more.length === 0) return { ok: true, value: { host, portText } };
  return refuse('has more than one ":"', 'Write an IPv6 address in brackets: [2001:db8::1]:22.');
}

function checkIpv6(host: string): Refused | null {
  const [address = '', zone, ...more] = host.split('%');
  const isZone = zone === undefined || /^[A-Za-z0-9_.-]{1,32}$/.test(zone);
  if (more.length === 0 && isZone && isIpv6(address)) return null;
  return refuse(`has the address "${host}"`, 'An IPv6 address looks like 2001:db8::1.');
}

/** Up to eight groups of four hexadecimal digits, one "::" for any number of zeros, perhaps IPv4 at the end (RFC 4291, 2.2). */
function isIpv6(address: string): boolean {
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const hasIpv4 = last.includes('.');
  if (hasIpv4 && !isIpv4(last)) return false;
  const plain = hasIpv4 ? groups.slice(0, -1) : groups;
  const groupCount = plain.length + (hasIpv4 ? 2 : 0);
  const isWhole = halves.length === 2 ? groupCount <= 7 : groupCount === 8;
  return isWhole && plain.every((group) => /^[0-9a-f]{1,4}$/i.test(group));
}

function isIpv4(address: string): boolean {
  const parts = address.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

function refuse(reason: string, hint: string): Refused {
  return { ok: false, reason, hint };
}
