/** How starts go that begin from now on: planted by the admin route, for every image or for those whose reference holds a text. */

/** `pull-fails`: RunPod gives up. `crash-loop`: the container ends by itself again and again. */
export type PullFault = 'none' | 'pull-fails' | 'crash-loop';
export type Pull = { readonly extraMs: number; readonly fault: PullFault };

type Planted = { readonly image: string } & Partial<Pull>;

export type Pulls = {
  /** The last that was planted for it comes first. */
  of(image: string): Pull;
  /** Of images whose reference holds `image`; the empty text is in each. */
  plant(planted: Planted): void;
  forget(): void;
};

const mostPlanted = 100;

export function createPulls(): Pulls {
  let planted: readonly Planted[] = [];
  return {
    of(image) {
      const meant = planted.filter((each) => image.includes(each.image));
      return {
        extraMs: meant.find((each) => each.extraMs !== undefined)?.extraMs ?? 0,
        fault: meant.find((each) => each.fault !== undefined)?.fault ?? 'none',
      };
    },
    plant(next) {
      planted = [next, ...planted].slice(0, mostPlanted);
    },
    forget() {
      planted = [];
    },
  };
}
