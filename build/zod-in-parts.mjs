/**
 * An esbuild plugin that lets a bundle carry only the parts of zod that are used. `import { z }` names an object of all
 * its parts, with the texts of 50 languages; `import * as z` is the same object, of which esbuild leaves out what nobody asks for.
 */
import { readFile } from 'node:fs/promises';

const whole = "import { z } from 'zod';";

export function zodInParts() {
  return {
    name: 'zod-in-parts',
    setup(build) {
      build.onLoad({ filter: /\/source\/.*\.ts$/ }, async ({ path }) => {
        const contents = await readFile(path, 'utf8');
        return { contents: contents.replace(whole, "import * as z from 'zod';"), loader: 'ts' };
      });
    },
  };
}
