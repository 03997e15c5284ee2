/** Takes a project's lock, says how it went, and lives until it is killed or its standard input ends. */
import { takeLock } from '../../../../source/jobs/releases/lock.ts';

const [, , path = '', who = ''] = process.argv;
const locked = await takeLock(path, { who, deployId: `deploy-of-${who}`, nowMs: Date.now() });
process.stdout.write(`${locked.ok ? 'taken' : locked.reason}\n`);
process.stdin.on('end', () => process.exit(0)).resume();
