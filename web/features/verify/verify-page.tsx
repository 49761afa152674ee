import { Alert, Button, Code, Group, Progress, Stack, Text } from '@mantine/core';
import { type DragEvent, useEffect, useRef, useState } from 'react';
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
  const { hash, hashing, refuse } = useHashing();
  const [over, setOver] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // What is let go beside the field must not be opened in place of the page.
    const keep = (event: Event) => event.preventDefault();
    window.addEventListener('dragover', keep);
    window.addEventListener('drop', keep);
    return () => {
      window.removeEventListener('dragover', keep);
      window.removeEventListener('drop', keep);
    };
  }, []);
  const choose = (input: HTMLInputElement, isFolder: boolean) => {
    const given = readChoice(input.files, isFolder);
    // The same file may be chosen again, for it may have changed.
    input.value = '';
    if (given !== undefined) hash(given);
  };
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = await readDrop(event.dataTransfer);
    if ('reason' in dropped) refuse(dropped);
    else hash(dropped);
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
          onChange={({ currentTarget }) => choose(currentTarget, false)}
        />
        <input
          ref={(input) => {
            folder.current = input;
            input?.setAttribute('webkitdirectory', '');
          }}
          type="file"
          hidden
          aria-label={texts.chooseFolder}
          onChange={({ currentTarget }) => choose(currentTarget, true)}
        />
      </div>
      {hashing?.type === 'progress' && <Hashed name={hashing.name} percent={hashing.percent} />}
      {/* What comes out is read aloud, each percent on the way is not. */}
      <div aria-live="polite">
        {hashing !== undefined && hashing.type !== 'progress' && <Outcome hashing={hashing} wanted={wanted} />}
      </div>
    </Page>
  );
}

function Hashed({ name, percent }: { name: string; percent: number }) {
  const { verify: texts } = useTexts();
  return (
    <Stack gap="xs">
      <Text size="sm">{texts.hashing(name, percent)}</Text>
      <Progress value={percent} aria-label={texts.hashing(name, percent)} />
    </Stack>
  );
}

function Outcome({ hashing, wanted }: { hashing: Exclude<Hashing, { type: 'progress' }>; wanted: number | undefined }) {
  const { verify: texts } = useTexts();
  if (hashing.type === 'refused') {
    return (
      <Alert color="red" title={texts.refused}>
        {hashing.reason === 'badName' ? texts.badName(hashing.path) : texts[hashing.reason]}
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
