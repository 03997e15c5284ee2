/** What every answer must carry, written out as a browser reads it. */
import { expect } from 'vitest';
import { type Answer, headerOf } from './ask.ts';

export const expectedSecurityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy':
    'accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()',
};

/** Each once and with its value, and the version of nginx nowhere. */
export function expectGuarded(answer: Answer): void {
  const names = Object.keys(expectedSecurityHeaders);
  expect(Object.fromEntries(names.map((name) => [name, headerOf(answer, name)]))).toEqual(
    expectedSecurityHeaders,
  );
  expect(headerOf(answer, 'Server')).toBe('nginx');
  const everything = [...answer.headers.values()].flat().join('\n') + answer.body.toString('latin1');
  expect(everything).not.toMatch(/nginx\/|\b1\.\d+\.\d+\b/);
}
