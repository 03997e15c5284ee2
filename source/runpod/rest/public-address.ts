/**
 * Whether an address can be reached from elsewhere, as far as it shows: REST v2 does not say. RunPod's own machines
 * without a public address are seen at 100.64.0.0/10 (RFC 6598); beside it stand the private ranges of RFC 1918, the
 * link-local ones and the unique local ones of RFC 4193. Loopback counts as public: no machine of RunPod's is there,
 * but a simulated one is.
 */
export function isPublicAddress(address: string): boolean {
  const [first, second] = octets(address) ?? [];
  if (first === undefined || second === undefined) return address !== '' && !localIpv6.test(address);
  if (first === 0 || first === 10 || (first === 192 && second === 168)) return false;
  if (first === 172 && second >= 16 && second <= 31) return false;
  if (first === 100 && second >= 64 && second <= 127) return false;
  return !(first === 169 && second === 254);
}

const localIpv6 = /^(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/i;

/** null for what is no IPv4 address. */
function octets(address: string): readonly number[] | null {
  const match = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/i.exec(address);
  return match === null ? null : match.slice(1).map(Number);
}
