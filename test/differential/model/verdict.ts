/** Something whose state an act may have changed. */
export type Touched =
  | { type: 'dataset' | 'version' | 'terms' | 'offer' | 'grant' | 'table' | 'member'; id: number }
  | { type: 'pair'; datasetId: number; sourceId: number }
  | { type: 'books' };

/** What should happen to an act: refused for one of these problems, or carried out when there are none. */
export interface Verdict {
  /** Names of errors; the contract may find any of them first. */
  problems: string[];
  /** Changes the model's state. */
  apply(): Touched[];
}

/** What an act is refused for, as it comes to light. */
export interface Problems {
  list: string[];
  /** Notes a problem unless all is fine; returns what it was told. */
  unless(fine: boolean, problem: string): boolean;
}

/** No problems yet. */
export function createProblems(): Problems {
  const list: string[] = [];
  const unless = (fine: boolean, problem: string) => {
    if (!fine) list.push(problem);
    return fine;
  };
  return { list, unless };
}

/** A verdict on an act that has problems already. */
export function refused({ list }: Problems): Verdict {
  return {
    problems: list,
    apply: () => {
      throw new Error('a refused act changes nothing');
    },
  };
}
