/** Secrets that RUN mounts and those that the project hands in are the same, or one of the two is a slip. */
import { nearestWord } from '../../../base/nearest.ts';
import type { DockerfileLint, LintFinding, LintLook } from './lint.ts';

export const secretMounts: DockerfileLint = {
  id: 'secret-mounts',
  find({ dockerfile, project }: LintLook): readonly LintFinding[] {
    const given = Object.keys(project.build.secrets);
    const mounts = mountsOf(dockerfile);
    const unused = given.filter((id) => !mounts.some((mount) => mount.id === id));
    return [
      ...mounts
        .filter(({ id }) => !given.includes(id))
        .flatMap((mount) => judged(mount, nearestWord(mount.id, unused))),
      ...unused.map(
        (id): LintFinding => ({
          severity: 'warning',
          line: null,
          text: `The secret "${id}" of build.secrets is mounted by no RUN.`,
          fix: `Read it by RUN --mount=type=secret,id=${id}, or leave it out.`,
        }),
      ),
    ];
  },
};

type Mount = { readonly id: string; readonly line: number; readonly isRequired: boolean };

/** One that is not required may be left out on purpose, unless it looks like a slip of the pen. */
function judged({ id, line, isRequired }: Mount, nearest: string | null): readonly LintFinding[] {
  if (!isRequired && nearest === null) return [];
  return [
    {
      severity: isRequired ? 'error' : 'warning',
      line,
      text: `RUN mounts the secret "${id}", which the project does not hand in${isRequired ? '' : ', so the file will not be there'}.`,
      fix:
        nearest === null
          ? `Name its file by build.secrets: {${id}: FILE}.`
          : `Is "${nearest}" meant, which build.secrets names?`,
    },
  ];
}

/** Without id= the last part of the target is the id, as BuildKit has it. */
function mountsOf({ stages }: LintLook['dockerfile']): readonly Mount[] {
  return stages
    .flatMap(({ instructions }) => instructions)
    .flatMap(({ flags, line }) =>
      (flags.mount ?? []).flatMap((mount): Mount[] => {
        const parts = new Map(
          mount.split(',').map((part): [string, string] => {
            const [name = '', value = ''] = part.split('=');
            return [name, value];
          }),
        );
        if (parts.get('type') !== 'secret') return [];
        const target = parts.get('target') ?? parts.get('dst') ?? parts.get('destination');
        const id = parts.get('id') ?? target?.split('/').at(-1) ?? '';
        const required = parts.get('required');
        return [{ id, line, isRequired: required !== undefined && required !== 'false' }];
      }),
    );
}
