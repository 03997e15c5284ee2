/** The hosts of the configuration file, each a line of text or a map. */
import { z } from 'zod';
import { misfitText, unknownKey } from './config-file.ts';
import { checkHost, checkUsername, isPort } from './host-target.ts';
import { addressName, hostOfText, type OneHost } from './host-text.ts';
import { sshTransports, transportHint } from './options.ts';
import { homePath } from './paths.ts';
import { type Place, problem, type SettingsProblem } from './problem.ts';

export function readHostEntries({
  entries,
  placeOf,
  homeFolder,
}: {
  readonly entries: readonly unknown[];
  /** Of an entry of the file, by its index. */
  readonly placeOf: (index: number) => Place;
  readonly homeFolder: string;
}): readonly OneHost[] {
  return entries.map((entry, index) =>
    typeof entry === 'string'
      ? hostOfText(entry, placeOf(index))
      : hostOfRecord({ entry, place: placeOf(index), homeFolder }),
  );
}

const recordSchema = z.strictObject({
  host: z.string(),
  name: z.string().min(1).max(60).nullish(),
  port: z.number().nullish(),
  user: z.string().nullish(),
  identity: z.string().min(1).nullish(),
  sshTransport: z.enum(sshTransports, transportHint).nullish(),
});

function hostOfRecord({
  entry,
  place,
  homeFolder,
}: {
  entry: unknown;
  place: Place;
  homeFolder: string;
}): OneHost {
  const parsed = recordSchema.safeParse(entry);
  if (!parsed.success)
    return { host: null, problems: parsed.error.issues.flatMap((issue) => misfit(issue, place)) };
  const { host, name, port, user, identity, sshTransport } = parsed.data;
  const address = host.replace(/^\[(.*)\]$/, '$1');
  const problems: SettingsProblem[] = [];
  const refusedHost = checkHost(address);
  if (refusedHost !== null)
    problems.push(problem(within(place, 'host'), refusedHost.reason, refusedHost.hint));
  const refusedUser = checkUsername(user ?? 'root');
  if (refusedUser !== null)
    problems.push(problem(within(place, 'user'), refusedUser.reason, refusedUser.hint));
  if (!isPort(port ?? 22)) {
    problems.push(problem(within(place, 'port'), 'is no port', 'A port is a number from 1 to 65535.', port));
  }
  const setting = {
    name: name ?? addressName({ host: address, port: port ?? 22 }),
    host: address,
    port: port ?? 22,
    username: user ?? 'root',
    identity: identity ? homePath(identity, homeFolder) : null,
    ...(sshTransport ? { sshTransport } : {}),
  };
  return { host: problems.length === 0 ? setting : null, problems };
}

function misfit(issue: z.core.$ZodIssue, place: Place): SettingsProblem[] {
  const line = place.line ?? null;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      unknownKey({ source: place.source, line, key, known: Object.keys(recordSchema.shape) }),
    );
  }
  const hint =
    'Write [user@]host[:port], or a map of host, and perhaps port, user, name, identity and sshTransport.';
  return [problem(within(place, issue.path.join('.')), misfitText(issue), hint)];
}

function within(place: Place, field: string): Place {
  return field === '' ? place : { ...place, key: `${place.key ?? 'hosts'}.${field}` };
}
