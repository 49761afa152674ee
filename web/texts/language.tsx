import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Texts } from './texts.js';

/** Languages of the pages, in the order of the menu. */
export const LANGUAGES = { ko: '한국어', ja: '日本語', en: 'English' } as const;
/** A language of the pages. */
export type Language = keyof typeof LANGUAGES;

const STORED = 'genba-language';

/** Each language is a file of its own; only the one that is read is fetched. */
const LOAD: Record<Language, () => Promise<Texts>> = {
  en: async () => (await import('./en.js')).en,
  ko: async () => (await import('./ko.js')).ko,
  ja: async () => (await import('./ja.js')).ja,
};

interface Spoken {
  language: Language;
  texts: Texts;
  speak(language: Language): void;
}

const Context = createContext<Spoken | undefined>(undefined);

/** The reader's choice, or else what the browser asks for. */
function preferred(): Language {
  const known = (tag: string | null | undefined): tag is Language => typeof tag === 'string' && Object.hasOwn(LANGUAGES, tag);
  const stored = recall();
  if (known(stored)) return stored;
  return navigator.languages.map((tag) => tag.split('-')[0]).find(known) ?? 'en';
}

// A browser that is told to keep nothing refuses even to be asked.
function recall(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // It is forgotten with the page.
  }
}

/** Gives what is below it the reader's language. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(preferred);
  const [loaded, setLoaded] = useState<{ language: Language; texts: Texts }>();
  useEffect(() => {
    let wanted = true;
    LOAD[language]().then(
      (texts) => {
        if (!wanted) return;
        document.documentElement.lang = language;
        setLoaded({ language, texts });
      },
      // The page is of an older build, whose parts are gone: loaded anew, it is of the present one.
      () => document.querySelector('h1') !== null && window.location.reload(),
    );
    return () => {
      wanted = false;
    };
  }, [language]);
  const spoken = useMemo(
    () =>
      loaded && {
        ...loaded,
        speak(next: Language) {
          remember(next);
          setLanguage(next);
        },
      },
    [loaded],
  );
  return spoken && <Context value={spoken}>{children}</Context>;
}

/** The reader's language, and how to change it. */
export function useLanguage(): Spoken {
  const spoken = useContext(Context);
  if (spoken === undefined) throw new Error('no language around this component');
  return spoken;
}

/** What the pages say in the reader's language. */
export function useTexts(): Texts {
  return useLanguage().texts;
}
