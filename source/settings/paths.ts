import { isAbsolute, join } from 'node:path';

/** The path with a leading `~` replaced by the home folder. */
export function homePath(path: string, homeFolder: string): string {
  if (path === '~') return homeFolder;
  return path.startsWith('~/') ? join(homeFolder, path.slice(2)) : path;
}

/** Of one environment variable; an empty one counts as absent. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** `~/.config/pod-engine/config.yaml`, or in XDG_CONFIG_HOME, of which the XDG specification wants an absolute path. */
export function defaultConfigPath(environment: Environment, homeFolder: string): string {
  const configHome = environment.XDG_CONFIG_HOME ?? '';
  return join(isAbsolute(configHome) ? configHome : join(homeFolder, '.config'), 'pod-engine', 'config.yaml');
}
