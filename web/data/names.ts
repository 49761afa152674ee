import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { useLanguage } from '../texts/language.js';
import { useByIds } from './api.js';

/**
 * Titles of datasets in the reader's language.
 *
 * @param ids - Datasets.
 * @returns The title of one; undefined while it is not known, and for one that has none.
 */
export function useTitles(ids: readonly number[]): (id: number) => string | undefined {
  const byId = useByIds('datasets', ids);
  const titleOf = useTitleOf();
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
  const byId = useByIds('members', ids);
  return (id) => byId.get(id)?.legalName;
}

/** Picks the title in the reader's language; else in English, else any. */
export function useTitleOf(): (described: Pick<AnswerOf<'datasets'>, 'title' | 'titles'>) => string | undefined {
  const { language } = useLanguage();
  return ({ title, titles }) => titles?.[language] ?? title ?? undefined;
}
