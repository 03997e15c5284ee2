import { PassThrough } from 'node:stream';

/**
 * The input handed to ink: a terminal that stays silent. Keys come to the screen from the key reader, and ink must
 * neither read the real input nor switch its modes.
 */
export function inkStdin(): NodeJS.ReadStream {
  const silence = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: true,
    setRawMode: () => silence,
    ref: () => silence,
    unref: () => silence,
  });
  // Ink's type asks for all of a terminal stream; these are the parts that it uses.
  return silence as unknown as NodeJS.ReadStream;
}
