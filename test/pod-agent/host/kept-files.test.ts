import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createKeptFiles } from '../../../pod-agent/host/kept-files.ts';

it('reads a setting of the kernel after a long file as before it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-files-'));
  const long = join(folder, 'long');
  // The socket table of a crowded pod is that long.
  writeFileSync(long, 'x'.repeat(3 * 1024 * 1024));
  const files = createKeptFiles();
  try {
    const before = files.answer('/proc/sys/kernel/ostype');
    expect(before).toEqual({ ok: true, text: 'Linux\n' });
    expect(files.answer(long)).toMatchObject({ ok: true });
    expect(files.answer('/proc/sys/kernel/ostype')).toEqual(before);
    expect(files.answer('/proc/sys/kernel/osrelease')).toMatchObject({ ok: true });
  } finally {
    files.close();
    rmSync(folder, { recursive: true });
  }
});
