import { TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { useTexts } from '../texts/language.js';

/** Search from every page. */
export function SearchBox() {
  const { search } = useTexts();
  const [words, setWords] = useState('');
  const [, go] = useLocation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (words.trim() === '') return;
    go(`/search?q=${encodeURIComponent(words.trim())}`);
    setWords('');
  };
  return (
    <search>
      <form onSubmit={submit}>
        <TextInput
          type="search"
          size="xs"
          aria-label={search.label}
          placeholder={search.title}
          value={words}
          maxLength={200}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </form>
    </search>
  );
}
