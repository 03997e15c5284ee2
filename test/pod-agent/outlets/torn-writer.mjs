/** Writes reports as fast as it can until it is killed. Arguments: the module's file, the report's path. */
const [, , modulePath, path] = process.argv;
const { writeReport } = await import(modulePath);
for (let sequence = 0; ; sequence++) {
  const checks = Array.from({ length: 400 }, (_, index) => ({
    id: 'cpu',
    summary: `${sequence} ${'x'.repeat(200)} ${index}`,
  }));
  await writeReport(path, { schema: 1, sequence, checks });
}
