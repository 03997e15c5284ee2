import type { Plugin } from 'esbuild';

export function inkPatches(): Plugin;
