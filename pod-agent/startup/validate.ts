/** 2: nginx's configuration is written and tried, and the site's own references are followed. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { problemsOfPlan } from '../nginx/plan-problems.ts';
import { renderNginx } from '../nginx/render.ts';
import { isTooWide } from '../pages/site-folder.ts';
import { messageOf } from '../protocol/one-line.ts';
import { nginxMissing } from '../supervisor/nginx-program.ts';
import { blockedByPolicy } from './page-policy.ts';
import { done, failed, type Phase, type PhaseOutcome, type PodStart, warned } from './phase.ts';
import { inspectSite } from './site-files.ts';

export const validate: Phase = { id: 'validate', run };

const settingsFix = 'Correct the settings that are named, and start the pod again.';

async function run(pod: PodStart): Promise<PhaseOutcome> {
  const outcome = await look(pod);
  const settings = pod.problems.map(({ message }) => message);
  if (settings.length === 0) return outcome;
  const found = [...settings, ...outcome.found];
  // What keeps the pod from serving comes first, but no setting that was left out goes untold.
  return outcome.outcome === 'done'
    ? warned(found, settingsFix)
    : { ...outcome, found: [...outcome.found, ...settings] };
}

async function look(pod: PodStart): Promise<PhaseOutcome> {
  const { site, contentSecurityPolicy } = pod.serving;
  if (isTooWide(site))
    return failed(
      [`${site} holds more than a site, and all of it would be published`],
      'Put the site into a folder of its own and name that in POD_AGENT_SITE.',
    );
  const broken = await writeConfiguration(pod);
  if (broken !== null) return broken;
  const inspected = await inspectSite(site);
  const siteFix = `Build the site anew and put the whole of it into ${site}, or name another folder in POD_AGENT_SITE.`;
  if (inspected.faults.length > 0) return failed(inspected.faults, siteFix);
  const found = ['nginx takes its configuration', ...inspected.found];
  if (inspected.doubts.length > 0) return warned([...inspected.doubts, ...found], siteFix);
  const blocked = contentSecurityPolicy === null ? blockedByPolicy(inspected.page) : [];
  return blocked.length > 0 ? warned([...blocked, ...found], policyFix) : done(...found);
}

const policyFix = 'Set POD_AGENT_CSP to a policy that allows it: docs/pod.md has an example.';

async function writeConfiguration(pod: PodStart): Promise<PhaseOutcome | null> {
  const plan = await pod.plan();
  const problems = problemsOfPlan(plan);
  if (problems.length > 0) return failed(problems, settingsFix);
  const { logFolder } = pod.serving;
  const folders = [
    { path: logFolder, variable: 'POD_AGENT_LOG_FOLDER' },
    { path: pod.prefix, variable: 'POD_AGENT_RUN_FOLDER' },
  ];
  const files = [...renderNginx(plan), { path: 'fallback/health.json', text: pod.fallback }];
  for (const { path, variable } of folders) {
    const trouble = await makeFolder(path);
    if (trouble !== null)
      return failed(
        [trouble],
        `Make ${path} writable for the agent's user, or name another folder in ${variable}.`,
      );
  }
  for (const { path, text } of files) {
    const whole = join(pod.prefix, path);
    await mkdir(dirname(whole), { recursive: true, mode: 0o755 });
    await writeFile(whole, text);
  }
  const prepared = await pod.nginx.program.prepare();
  if (prepared.kind === 'ready') return null;
  return failed([prepared.reason], fixOf(prepared.reason, pod.prefix));
}

function fixOf(reason: string, prefix: string): string {
  if (reason === nginxMissing) return 'Install nginx in the image, e.g. with "apt-get install nginx".';
  return `Correct what nginx names; its configuration is ${prefix}/nginx.conf.`;
}

async function makeFolder(path: string): Promise<string | null> {
  try {
    await mkdir(path, { recursive: true, mode: 0o755 });
    return null;
  } catch (error) {
    return `${path} cannot be made: ${messageOf(error)}`;
  }
}
