import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ListName } from '../../../sdk/api/client.js';
import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import type { Pages } from '../../data/api.js';
import { useTexts } from '../../texts/language.js';

/** Room for what is still being asked for. */
function Loading() {
  const { common } = useTexts();
  return (
    <Stack gap="xs" role="status" aria-label={common.loading}>
      <Skeleton height={14} width="70%" />
      <Skeleton height={14} width="90%" />
      <Skeleton height={14} width="55%" />
    </Stack>
  );
}

/** What went wrong, in the reader's language, and what to do. */
export function Problem({ error, retry }: { error: unknown; retry?: () => unknown }) {
  const { common, problem } = useTexts();
  const { code = 'PAGE_BROKEN' } = error as { code?: string };
  return (
    <Alert color="red" title={problem.title} role="alert">
      <Text size="sm">{problem.codes[code as keyof typeof problem.codes] ?? problem.codes.API_FAILED}</Text>
      <Group mt="xs" gap="md">
        <Text size="xs" c="dimmed">
          {code}
        </Text>
        {retry !== undefined && (
          <Button size="compact-sm" variant="default" onClick={() => retry()}>
            {common.retry}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

/** What stands where there is nothing yet. */
export function Empty({ children }: { children: ReactNode }) {
  return (
    <Text c="dimmed" size="sm" py="xs">
      {children}
    </Text>
  );
}

/** An answer in its states: asked for, refused, there. */
export function Answer<T>({
  children,
  query,
}: {
  query: { data: T | undefined; error: unknown; refetch: () => unknown };
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  return query.error === null ? <Loading /> : <Problem error={query.error} retry={query.refetch} />;
}

/** A list in its states: asked for, refused, empty, there, with more. */
export function Rows<Name extends ListName>({
  children,
  empty,
  pages,
}: {
  pages: Pages<Name>;
  empty: string;
  children: (rows: AnswerOf<Name>[]) => ReactNode;
}) {
  const { common } = useTexts();
  const { error, hasMore, isLoadingMore, isMoreRefused, more, retry, rows } = pages;
  if (rows === undefined) return error === null ? <Loading /> : <Problem error={error} retry={retry} />;
  if (rows.length === 0) return <Empty>{empty}</Empty>;
  return (
    <Stack gap="sm">
      {children(rows)}
      {isMoreRefused && <Problem error={error} retry={more} />}
      {hasMore && !isMoreRefused && (
        <Button variant="default" size="sm" onClick={() => void more()} loading={isLoadingMore} style={{ alignSelf: 'start' }}>
          {common.more}
        </Button>
      )}
    </Stack>
  );
}
