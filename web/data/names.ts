import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { useLanguage } from '../texts/language.js';
import { useAll } from './api.js';

/** Ids that one question asks for; the API takes as many. */
const MOST_IDS = 100;

function idsOf(ids: readonly number[]): { ids: string } | undefined {
  const wanted = [...new Set(ids)].filter((id) => id > 0).sort((a, b) => a - b);
  return wanted.length === 0 ? undefined : { ids: wanted.slice(0, MOST_IDS).join(',') };
}

/**
 * Titles of datasets in the reader's language.
 *
 * @param ids - Datasets.
 * @returns The title of one; undefined while it is not known, and for one that has none.
 */
export function useTitles(ids: readonly number[]): (id: number) => string | undefined {
  const { data } = useAll('datasets', idsOf(ids));
  const titleOf = useTitleOf();
  const byId = new Map((data ?? []).map((one) => [one.id, one]));
  return (id) => {
    const dataset = byId.get(id);
    return dataset && titleOf(dataset);
  };
}

/**
 * Legal names of members.
 *
 * @param ids - Members.
 * @returns The name of one; undefined while it is not known.
 */
export function useLegalNames(ids: readonly number[]): (id: number) => string | undefined {
  const { data } = useAll('members', idsOf(ids));
  const byId = new Map((data ?? []).map((one) => [one.id, one.legalName]));
  return (id) => byId.get(id);
}

/** Picks the title in the reader's language; else in English, else any. */
export function useTitleOf(): (described: Pick<AnswerOf<'datasets'>, 'title' | 'titles'>) => string | undefined {
  const { language } = useLanguage();
  return ({ title, titles }) => titles?.[language] ?? title ?? undefined;
}
