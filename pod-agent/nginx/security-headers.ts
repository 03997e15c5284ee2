/** The headers that tell a browser what a page of the pod may do. Mozilla's HTTP Observatory gives an A+ for them. */

export type Header = { readonly name: string; readonly value: string };

/** What a site of its own files needs, and nothing else. */
const ownFilesOnly = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** No feature of a device is asked for by a site of the pod, nor by anything that it might embed. */
const nothingPermitted = [
  'accelerometer',
  'camera',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'payment',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** @param contentSecurityPolicy Takes the place of the built-in one; null for the built-in one. */
export function securityHeaders(contentSecurityPolicy: string | null): readonly Header[] {
  return [
    { name: 'Content-Security-Policy', value: contentSecurityPolicy ?? ownFilesOnly },
    // A year. Subdomains are left out: of a domain that somebody points at the pod, the others are not ours.
    { name: 'Strict-Transport-Security', value: 'max-age=31536000' },
    { name: 'X-Frame-Options', value: 'DENY' },
    { name: 'X-Content-Type-Options', value: 'nosniff' },
    { name: 'Referrer-Policy', value: 'same-origin' },
    { name: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
    { name: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
    { name: 'Permissions-Policy', value: nothingPermitted },
  ];
}
