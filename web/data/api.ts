import { keepPreviousData, QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type AsOf, createApi, type Input, type ListName } from '../../sdk/api/client.js';
import type { AnswerOf, EndpointName } from '../../sdk/api/endpoints.js';
import type { Deployment } from '../../sdk/deployment.js';
import { seeBlock } from './as-of.js';

const PAGE = 20;
/** Ids that one question asks for; the API takes as many. */
const MOST_IDS = 100;
/** From this status on it is the service's trouble, which may pass; below, asking again gives the same refusal. */
const TROUBLE = 500;

/** The service that sent this page. */
const api = createApi(window.location.origin);

/** Keeps answers until a new block comes. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: mayPass, staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false },
  },
});

function mayPass(tries: number, error: unknown): boolean {
  return tries === 0 && ((error as { status?: number }).status ?? TROUBLE) >= TROUBLE;
}

/** An endpoint that answers one thing. */
export type OneName = Exclude<EndpointName, ListName>;

async function seen<T extends { asOf: AsOf }>(answer: Promise<T>): Promise<T> {
  const got = await answer;
  seeBlock(got.asOf);
  return got;
}

/**
 * One thing of the ledger.
 *
 * @param name - The endpoint.
 * @param input - Its parameters; undefined: do not ask yet.
 */
export function useOne<Name extends OneName>(name: Name, input: Input<Name> | undefined) {
  return useQuery({
    queryKey: [name, input],
    queryFn: async (): Promise<AnswerOf<Name>> => (await seen(api.get(name, input))).data as AnswerOf<Name>,
    enabled: input !== undefined,
  });
}

/**
 * A list of the ledger, page by page.
 *
 * @param name - The endpoint.
 * @param input - Its parameters.
 * @param limit - Rows of a page.
 */
export function usePages<Name extends ListName>(name: Name, input: Input<Name>, limit = PAGE) {
  const query = useInfiniteQuery({
    queryKey: [name, 'pages', input, limit],
    queryFn: ({ pageParam }) =>
      seen(api.page(name, { ...input, limit, ...(pageParam === null ? {} : { after: pageParam }) } as Input<Name>)),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const rows = query.data?.pages.flatMap((page) => page.data as AnswerOf<Name>[]);
  return {
    rows,
    error: query.error,
    isMoreRefused: query.isFetchNextPageError,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    more: query.fetchNextPage,
    retry: query.refetch,
  };
}

/** What a list gives its component. */
export type Pages<Name extends ListName> = ReturnType<typeof usePages<Name>>;

/**
 * All rows of a short list.
 *
 * @param name - The endpoint.
 * @param input - Its parameters; undefined: do not ask yet.
 */
export function useAll<Name extends ListName>(name: Name, input: Input<Name> | undefined) {
  return useQuery({
    queryKey: [name, 'all', input],
    queryFn: async (): Promise<AnswerOf<Name>[]> => (await seen(api.all(name, input))).data as AnswerOf<Name>[],
    enabled: input !== undefined,
  });
}

/**
 * Rows of things by their ids, as many as there are; while further ones are asked for, those that were asked for before are there.
 *
 * @param name - The endpoint.
 * @param ids - Of the things; 0 stands for none.
 */
export function useByIds<Name extends 'datasets' | 'members'>(name: Name, ids: readonly number[]): Map<number, AnswerOf<Name>> {
  const wanted = [...new Set(ids)].filter((id) => id > 0).sort((a, b) => a - b);
  const { data } = useQuery({
    queryKey: [name, 'ids', wanted.join(',')],
    queryFn: async () => {
      const parts = Array.from({ length: Math.ceil(wanted.length / MOST_IDS) }, (_, part) =>
        wanted.slice(part * MOST_IDS, (part + 1) * MOST_IDS).join(','),
      );
      const answers = await Promise.all(parts.map((part) => seen(api.all(name, { ids: part } as Input<Name>))));
      return answers.flatMap((answer) => answer.data as AnswerOf<Name>[]);
    },
    enabled: wanted.length > 0,
    placeholderData: keepPreviousData,
  });
  return new Map((data ?? []).map((one) => [one.id, one]));
}

/** Which ledger this is: its name, its settlement token, its contracts. It does not change while the page is open. */
export function useNetwork() {
  return useQuery({ queryKey: ['network'], queryFn: () => api.plain<Deployment>('/network') });
}
