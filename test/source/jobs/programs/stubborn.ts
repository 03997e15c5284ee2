/** Ignores being asked and told to end: only SIGKILL ends it. */
process.on('SIGINT', () => process.stdout.write('asked\n'));
process.on('SIGTERM', () => process.stdout.write('told\n'));
setInterval(() => undefined, 1000);
process.stdout.write('ready\n');
