import { Alert, Button, Code, Group, Progress, Stack, Text } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
import { useSearch } from 'wouter';
import { Page } from '../../components/ui/page.js';
import { useTexts } from '../../texts/language.js';
import { readChoice, readDrop } from './read-drop.js';
import { type Hashing, useHashing } from './use-hashing.js';
import { Verdict } from './verdict.js';
import classes from './verify-page.module.css';

/** Is this file what is registered? It never leaves the reader's machine. */
export function VerifyPage() {
  const { verify: texts } = useTexts();
  const wanted = Number(new URLSearchParams(useSearch()).get('dataset')) || undefined;
  const { hash, hashing } = useHashing();
  const [over, setOver] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (given: ReturnType<typeof readChoice>) => given !== undefined && hash(given);
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(await readDrop(event.dataTransfer));
  };
  return (
    <Page title={texts.title} intro={texts.intro}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons in it do the same for the keyboard. */}
      <div
        className={`${classes.drop} ${over ? classes.over : ''}`}
        data-testid="drop"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => void drop(event)}
      >
        <Text fw={600}>{texts.drop}</Text>
        <Group gap="sm" justify="center">
          <Button onClick={() => file.current?.click()}>{texts.choose}</Button>
          <Button variant="default" onClick={() => folder.current?.click()}>
            {texts.chooseFolder}
          </Button>
        </Group>
        <input
          ref={file}
          type="file"
          hidden
          aria-label={texts.choose}
          onChange={({ currentTarget }) => take(readChoice(currentTarget.files, false))}
        />
        <input
          ref={(input) => {
            folder.current = input;
            input?.setAttribute('webkitdirectory', '');
          }}
          type="file"
          hidden
          aria-label={texts.chooseFolder}
          onChange={({ currentTarget }) => take(readChoice(currentTarget.files, true))}
        />
      </div>
      <div aria-live="polite">{hashing !== undefined && <Outcome hashing={hashing} wanted={wanted} />}</div>
    </Page>
  );
}

function Outcome({ hashing, wanted }: { hashing: Hashing; wanted: number | undefined }) {
  const { verify: texts } = useTexts();
  if (hashing.type === 'progress') {
    return (
      <Stack gap="xs">
        <Text size="sm">{texts.hashing(hashing.name, hashing.percent)}</Text>
        <Progress value={hashing.percent} aria-label={texts.hashing(hashing.name, hashing.percent)} />
      </Stack>
    );
  }
  if (hashing.type === 'refused') {
    const { reason } = hashing;
    return (
      <Alert color="red" title={texts.refused}>
        {reason === 'unreadable' ? texts.unreadable : reason === 'empty' ? texts.empty : reason}
      </Alert>
    );
  }
  return (
    <Stack gap="sm">
      <Text size="sm">
        {texts.root}: <Code style={{ overflowWrap: 'anywhere' }}>{hashing.root}</Code>
      </Text>
      <Verdict name={hashing.name} root={hashing.root} wanted={wanted} />
    </Stack>
  );
}
