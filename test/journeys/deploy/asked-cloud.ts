/** What the local fleet has, asked by plain requests: nothing of the console's own client is trusted here. */

export type AskedPod = {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly image: string;
  readonly gpuTypeId: string | null;
};

export type AskedTemplate = { readonly id: string; readonly name: string; readonly image: string };

export type AskedCloud = {
  /** Those of the sample project, also stopped ones. */
  pods(): Promise<readonly AskedPod[]>;
  templates(): Promise<readonly AskedTemplate[]>;
  /** Plants a fault, by the words of docs/simulator.md. */
  plant(action: string, details?: Readonly<Record<string, unknown>>): Promise<void>;
  /** A page of the pod, by the proxy. @returns HTTP status and body. */
  page(podId: string, path: string): Promise<{ readonly status: number; readonly body: string }>;
};

export function askCloud(variables: {
  readonly RUNPOD_GRAPHQL_URL: string;
  readonly RUNPOD_API_KEY: string;
  readonly RUNPOD_PROXY_URL: string;
}): AskedCloud {
  async function ask(query: string): Promise<{ readonly myself: Answer }> {
    const answer = await fetch(variables.RUNPOD_GRAPHQL_URL, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${variables.RUNPOD_API_KEY}` },
      body: JSON.stringify({ query }),
    });
    // Checked border: the schema is the simulator's own, and a member that is missing fails the test.
    const { data } = (await answer.json()) as { readonly data: { readonly myself: Answer } };
    return data;
  }
  return {
    async pods() {
      const { myself } = await ask(
        '{ myself { pods { id name desiredStatus imageName machine { gpuTypeId } } } }',
      );
      return myself.pods
        .filter(({ name }) => name.startsWith('sample'))
        .map(({ id, name, desiredStatus, imageName, machine }) => ({
          ...{ id, name, status: desiredStatus, image: imageName, gpuTypeId: machine?.gpuTypeId ?? null },
        }))
        .toSorted((one, other) => one.id.localeCompare(other.id));
    },
    async templates() {
      const { myself } = await ask('{ myself { podTemplates { id name imageName } } }');
      return myself.podTemplates.map(({ id, name, imageName }) => ({ id, name, image: imageName }));
    },
    async plant(action, details = {}) {
      const answer = await fetch(new URL('/simulator', variables.RUNPOD_GRAPHQL_URL), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ action, ...details }),
      });
      if (!answer.ok) throw new Error(`The simulator refused ${action}: ${await answer.text()}`);
      await answer.body?.cancel();
    },
    async page(podId, path) {
      const base = variables.RUNPOD_PROXY_URL.replace('{podId}', podId).replace('{port}', '80');
      const answer = await fetch(`${base}${path}`);
      return { status: answer.status, body: await answer.text() };
    },
  };
}

type Answer = {
  readonly pods: readonly {
    readonly id: string;
    readonly name: string;
    readonly desiredStatus: string;
    readonly imageName: string;
    readonly machine: { readonly gpuTypeId: string } | null;
  }[];
  readonly podTemplates: readonly {
    readonly id: string;
    readonly name: string;
    readonly imageName: string;
  }[];
};
