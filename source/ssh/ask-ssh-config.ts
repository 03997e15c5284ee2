/**
 * Asks the system's ssh how it would connect: once for each host, a few at a time, and not for long. Its own answer is the
 * only one that counts every Include and Match of a configuration.
 */
import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SshEndpoint } from '../fleet/pod.ts';
import { createHandshakePool } from './pool.ts';
import { readSshConfig, type SshConfigFacts } from './ssh-config-facts.ts';
import { destination } from './system/ssh-arguments.ts';

export type AskSshConfig = {
  /** null: there is no ssh, it does not say, or (for a pod) no configuration can be about it. Never throws. */
  factsOf(endpoint: SshEndpoint, what: 'host' | 'pod'): Promise<SshConfigFacts | null>;
};

export type AskSshConfigOptions = {
  readonly program?: string;
  readonly configPath?: string | null;
  readonly homeFolder?: string;
};

const answerTimeoutMs = 3000;
const mostAnswerBytes = 256 * 1024;
const mostAtOnce = 4;
const mostHosts = 2000;

export function createAskSshConfig(options: AskSshConfigOptions = {}): AskSshConfig {
  const { program = 'ssh', configPath = null, homeFolder = homedir() } = options;
  const asked = new Map<string, Promise<SshConfigFacts | null>>();
  const places = createHandshakePool(mostAtOnce);
  const never = new AbortController().signal;
  let aboutPods: Promise<boolean> | null = null;

  async function ask(endpoint: SshEndpoint): Promise<SshConfigFacts | null> {
    const release = await places.acquire(never);
    try {
      const config = configPath === null ? [] : ['-F', configPath];
      const text = await answer(program, ['-G', ...config, ...destination(endpoint)]);
      return text === null ? null : await withFiles(readSshConfig(text), homeFolder);
    } finally {
      release?.();
    }
  }

  return {
    async factsOf(endpoint, what) {
      aboutPods ??= mayConcernPods(configPath ?? join(homeFolder, '.ssh', 'config'));
      if (what === 'pod' && !(await aboutPods)) return null;
      const key = destination(endpoint).join(' ');
      const known = asked.get(key);
      if (known !== undefined) return known;
      const [oldest] = asked.keys();
      if (asked.size >= mostHosts && oldest !== undefined) asked.delete(oldest);
      const facts = ask(endpoint);
      asked.set(key, facts);
      return facts;
    },
  };
}

/** Whether the configuration has anything at all that a pod could need; most have not, and then nobody is asked. */
async function mayConcernPods(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return /^\s*(ProxyJump|ProxyCommand|CertificateFile|PKCS11Provider|Include)\b/im.test(text);
}

function answer(program: string, words: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const limits = { timeout: answerTimeoutMs, maxBuffer: mostAnswerBytes };
    const child = execFile(program, [...words], limits, (error, stdout) =>
      resolve(error === null ? stdout : null),
    );
    child.stdin?.end();
  });
}

/** What shows only in the key files: a certificate beside a key, and a key that lives in a security key. */
async function withFiles(facts: SshConfigFacts, homeFolder: string): Promise<SshConfigFacts> {
  const needs = [...facts.needs];
  for (const named of facts.identityFiles) {
    const path = named.replace(/^~(?=\/)/, homeFolder);
    const publicKey = await readFile(`${path}.pub`, 'utf8').catch(() => '');
    if (publicKey.startsWith('sk-')) needs.push(`security key ${named}`);
    if (await isFile(`${path}-cert.pub`)) needs.push(`certificate ${named}-cert.pub`);
  }
  return {
    ...facts,
    needs,
    knownHostsPaths: facts.knownHostsPaths.map((path) => path.replace(/^~(?=\/)/, homeFolder)),
  };
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true;
}
