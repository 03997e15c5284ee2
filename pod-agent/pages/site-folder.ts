/** Which folders are no site, whatever a setting says: nginx would publish the pod's own files. */

/** These and everything below. */
const systemTrees = ['/etc', '/proc', '/sys', '/dev', '/boot', '/run', '/bin', '/sbin', '/lib', '/lib64'];
/** These, and not what is below: a site may well be there. */
const wideFolders = [
  ...['/', '/root', '/home', '/usr', '/usr/bin', '/usr/sbin', '/usr/lib', '/usr/local', '/usr/share', '/opt'],
  ...['/var', '/var/lib', '/var/log', '/tmp', '/mnt', '/media', '/workspace'],
];

/** @param site An absolute path without a slash at its end. */
export function isTooWide(site: string): boolean {
  return (
    wideFolders.includes(site) || systemTrees.some((tree) => site === tree || site.startsWith(`${tree}/`))
  );
}
