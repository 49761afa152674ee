import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { LegalName } from './names.js';

/** Set once the first page has come: the browser itself begins at its top, with the link that skips the menu. */
let arrived = false;

/** A page's heading and what is below it. Whoever goes to another page finds the focus there, so that a screen reader begins with it. */
export function Page({
  aside,
  children,
  intro,
  title,
}: {
  title: string;
  intro?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Genba Ledger`;
  }, [title]);
  useEffect(() => {
    if (arrived) heading.current?.focus({ preventScroll: true });
    arrived = true;
    window.scrollTo(0, 0);
  }, []);
  return (
    <Stack gap="lg">
      <Stack gap={4}>
        <Group justify="space-between" align="baseline" gap="sm">
          <Title order={1} size="h2" ref={heading} tabIndex={-1} style={{ outline: 'none', overflowWrap: 'anywhere' }}>
            <LegalName>{title}</LegalName>
          </Title>
          {aside}
        </Group>
        {intro !== undefined && (
          <Text c="dimmed" maw="70ch" component="div">
            {intro}
          </Text>
        )}
      </Stack>
      {children}
    </Stack>
  );
}
