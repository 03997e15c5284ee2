/** What the watch of alerts works with: the file of what is quiet, of the account whose key is set, and who works here. */
import type { Settings } from '../settings/settings.ts';
import type { QuietKeeper } from '../watch/alert-watch.ts';
import type { WatchOptions } from '../watch/watch.ts';
import { accountTag } from './account-tag.ts';
import { alertFolder, type Folders, late } from './console-money.ts';
import { nameOfUser } from './name-of-user.ts';

export function consoleAlerts(
  context: Folders,
  settings: Pick<Settings, 'apiKey'>,
): Required<Pick<WatchOptions, 'quietKeeper' | 'operatorName'>> {
  return { quietKeeper: lateQuietFile(context, accountTag(settings)), operatorName: nameOfUser() };
}

function lateQuietFile(context: Folders, account: string): QuietKeeper {
  const folder = alertFolder(context);
  const file = late(async () => (await import('../history/quiet-file.ts')).createQuietFile(folder, account));
  return { read: async () => (await file()).read(), change: async (all) => (await file()).change(all) };
}
