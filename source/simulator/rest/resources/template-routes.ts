/** Templates: the account's own, and RunPod's to be read. */
import { z } from 'zod';
import type { SaveTemplateInput, Template } from '../../cloud/templates.ts';
import { checked } from '../check-body.ts';
import { containerFields, cudaVersion, templateMounts, text } from '../container-shape.ts';
import { pageOf } from '../page.ts';
import { mustBePorts } from '../pods/ports.ts';
import { Problem } from '../problem.ts';
import type { RestOptions } from '../rest-options.ts';
import { created, gone, ok, type Route } from '../route.ts';

const shared = {
  ...containerFields,
  allowedCudaVersions: z.array(cudaVersion).optional(),
  category: z.enum(['CPU', 'NVIDIA', 'AMD']).optional(),
  mounts: templateMounts.optional(),
  public: z.boolean().optional(),
  serverless: z.boolean().optional(),
  startJupyter: z.boolean().optional(),
  startSsh: z.boolean().optional(),
};

const createBody = z.strictObject({ ...shared, name: text, image: text });
const patchBody = z.strictObject({ ...shared, name: text.optional() });

const usualDiskGigabytes = 50;

export function templateRoutes({ templates }: RestOptions): readonly Route[] {
  const own = (id: string | undefined): Template => {
    const template = templates.own().find((each) => each.id === id);
    if (template === undefined) throw new Problem(404, 'template not found');
    return template;
  };
  return [
    {
      method: 'GET',
      path: '/templates',
      answer({ query }) {
        const { items, pagination } = pageOf(templates.own(), query);
        return ok({ templates: items.map(templateObject), pagination });
      },
    },
    {
      method: 'POST',
      path: '/templates',
      answer: ({ body }) => created(templateObject(templates.save(inputOf(checked(createBody, body), null)))),
    },
    {
      method: 'GET',
      path: '/templates/:id',
      answer({ path }) {
        const template = templates.find(path.id ?? '');
        if (template === null) throw new Problem(404, 'template not found');
        return ok(templateObject(template));
      },
    },
    {
      method: 'PATCH',
      path: '/templates/:id',
      answer({ path, body }) {
        const before = own(path.id);
        return ok(templateObject(templates.save(inputOf(checked(patchBody, body ?? {}), before))));
      },
    },
    {
      method: 'DELETE',
      path: '/templates/:id',
      answer({ path }) {
        templates.removeById(own(path.id).id);
        return gone;
      },
    },
  ];
}

/** What the body does not name stays as it was, or is as RunPod has it. */
function inputOf(body: z.infer<typeof patchBody>, before: Template | null): SaveTemplateInput {
  mustBePorts(body.ports);
  const mount = body.mounts?.persistent;
  return {
    ...(before ?? {}),
    name: body.name ?? before?.name ?? '',
    imageName: body.image ?? before?.imageName ?? '',
    dockerArgs: body.args ?? before?.dockerArgs ?? '',
    containerDiskInGb: body.disk ?? before?.containerDiskInGb ?? usualDiskGigabytes,
    volumeInGb: mount?.size ?? before?.volumeInGb ?? 0,
    volumeMountPath: mount?.path ?? before?.volumeMountPath ?? null,
    ports: body.ports?.join(',') ?? before?.ports ?? '',
    env:
      body.env === undefined
        ? (before?.env ?? [])
        : Object.entries(body.env).map(([key, value]) => ({ key, value })),
    containerRegistryAuthId:
      body.registry === undefined ? (before?.containerRegistryAuthId ?? null) : body.registry,
    isServerless: body.serverless ?? before?.isServerless ?? false,
    isPublic: body.public ?? before?.isPublic ?? false,
    category: body.category ?? before?.category ?? 'NVIDIA',
    startSsh: body.startSsh ?? before?.startSsh ?? true,
    startJupyter: body.startJupyter ?? before?.startJupyter ?? true,
    allowedCudaVersions: body.allowedCudaVersions ?? before?.allowedCudaVersions ?? [],
  };
}

export function templateObject(template: Template): unknown {
  const { volumeInGb: size, volumeMountPath: path } = template;
  const ports = template.ports ?? '';
  const pairs = (template.env ?? []).flatMap((each) => (each === null ? [] : [[each.key, each.value]]));
  return {
    id: template.id,
    name: template.name,
    image: template.imageName,
    args: template.dockerArgs ?? '',
    disk: template.containerDiskInGb,
    mounts: size > 0 ? { persistent: { size, path: path ?? '/workspace' } } : {},
    ports: ports === '' ? [] : ports.split(',').map((port) => port.trim()),
    env: Object.fromEntries(pairs),
    registry: template.containerRegistryAuthId || null,
    serverless: template.isServerless ?? false,
    public: template.isPublic ?? false,
    category: template.category ?? 'NVIDIA',
    startSsh: template.startSsh ?? true,
    startJupyter: template.startJupyter ?? true,
    allowedCudaVersions: template.allowedCudaVersions ?? [],
  };
}
