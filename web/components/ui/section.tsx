import { Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

/** A part of a page with a heading of its own. */
export function Section({
  aside,
  children,
  note,
  title,
}: {
  title: string;
  note?: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <Paper component="section" withBorder p={{ base: 'sm', sm: 'md' }} radius="md" aria-labelledby={id}>
      <Stack gap="sm">
        <div style={{ display: 'flex', justifyContent: 'space-between', gap: 12, flexWrap: 'wrap', alignItems: 'baseline' }}>
          <Title order={2} size="h4" id={id}>
            {title}
          </Title>
          {aside}
        </div>
        {note !== undefined && (
          <Text size="sm" c="dimmed" maw="70ch">
            {note}
          </Text>
        )}
        {children}
      </Stack>
    </Paper>
  );
}
