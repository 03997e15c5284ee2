/** The programs that `screen.mjs` measures beside each other, and how each shows that it has taken a key. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Settings and state of this machine's operator have no part in a measurement. */
const home = mkdtempSync(join(tmpdir(), 'pod-engine-bench-'));
const neutral = {
  PATH: process.env.PATH,
  HOME: home,
  XDG_CONFIG_HOME: home,
  XDG_STATE_HOME: home,
  XDG_CACHE_HOME: home,
  TERM: 'xterm-256color',
  COLORTERM: 'truecolor',
  LANG: 'C.UTF-8',
};

/** The selection's mark moves with a key and with nothing else. */
export function consoleSubject({ name, program, environment }) {
  return {
    name,
    file: process.execPath,
    words: [program],
    env: { ...neutral, ...environment, POD_ENGINE_PROFILE: 'bench' },
    keys: ['j', 'k'],
    answers: (text) => text.includes('▸'),
    isPainted: (text) => text.includes('\x1b[?2026l'),
  };
}

/** These answer a key with what they write next, which may be one of their own updates: the figure flatters them. */
export function otherSubjects() {
  return ['btop', 'htop'].filter(isThere).map((name) => ({
    name,
    file: name,
    words: name === 'btop' ? ['--utf-force'] : [],
    env: neutral,
    keys: ['\x1b[B', '\x1b[A'],
    answers: (text) => text !== '',
    isPainted: (text) => text.length > 100,
  }));
}

/** Says what it does before it installs anything, and installs nothing without being root. */
export function installOthers() {
  const absent = ['btop', 'htop'].filter((name) => !isThere(name));
  if (absent.length === 0) return;
  if (process.getuid?.() !== 0) {
    console.error(`Without ${absent.join(' and ')}: not installed, and only root can install them.`);
    return;
  }
  console.error(`Installing ${absent.join(' and ')} with apt-get, to measure beside the console.`);
  try {
    execFileSync('apt-get', ['install', '-y', '-qq', ...absent], { stdio: 'ignore' });
  } catch (error) {
    console.error(`Cannot install ${absent.join(' and ')}: ${error.message}`);
  }
}

function isThere(name) {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
