import {
  Anchor,
  Burger,
  Button,
  Container,
  Group,
  NativeSelect,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useEffect } from 'react';
import { Link, useLocation, useRoute } from 'wouter';
import { Tag } from '../components/ui/tag.js';
import { useAsOf } from '../data/as-of.js';
import { useLive } from '../data/live.js';
import { useFormat } from '../texts/format.js';
import { LANGUAGES, type Language, useLanguage, useTexts } from '../texts/language.js';
import { Boundary } from './boundary.js';
import { SearchBox } from './search-box.js';
import classes from './shell.module.css';

/** What stands around every page. */
export function Shell({ children }: { children: ReactNode }) {
  const { app, problem } = useTexts();
  const [location] = useLocation();
  const [opened, { close, toggle }] = useDisclosure(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes wherever one goes.
  useEffect(close, [location]);
  return (
    <div className={classes.frame}>
      <a className="skip" href="#content">
        {app.skip}
      </a>
      <header className={classes.header}>
        <Container size="xl" className={classes.bar}>
          <Link href="/" className={classes.brand}>
            <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
              <rect width="32" height="32" rx="7" fill="currentColor" />
              <path
                d="M7 22h18M7 22V12l6 4v-4l6 4V8h6v14"
                fill="none"
                stroke="var(--mantine-color-body)"
                strokeWidth="2.4"
                strokeLinejoin="round"
                strokeLinecap="round"
              />
            </svg>
            <span>Genba Ledger</span>
          </Link>
          <Burger
            className={classes.burger}
            opened={opened}
            onClick={toggle}
            aria-label={app.menu}
            aria-expanded={opened}
            size="sm"
          />
          <div className={`${classes.menu} ${opened ? classes.opened : ''}`}>
            <Navigation />
            <SearchBox />
            <Settings />
          </div>
        </Container>
      </header>
      <main id="content" className={classes.main} tabIndex={-1}>
        <Container size="xl">
          <Boundary key={location} title={problem.title}>
            {children}
          </Boundary>
        </Container>
      </main>
      <Footer />
    </div>
  );
}

function Navigation() {
  const { app, nav } = useTexts();
  return (
    <nav className={classes.nav} aria-label={app.menu}>
      <NavLink href="/" to="/" label={nav.overview} />
      <NavLink href="/datasets" to="/datasets/*?" label={nav.datasets} />
      <NavLink href="/members" to="/members/*?" label={nav.members} />
      <NavLink href="/payouts" to="/payouts/*?" label={nav.payouts} />
      <NavLink href="/events" to="/events/*?" label={nav.events} />
      <NavLink href="/verify" to="/verify/*?" label={nav.verify} />
    </nav>
  );
}

function NavLink({ href, label, to }: { href: string; to: string; label: string }) {
  const [active] = useRoute(to);
  return (
    <Link href={href} className={classes.navLink} aria-current={active ? 'page' : undefined}>
      {label}
    </Link>
  );
}

function Settings() {
  const { app } = useTexts();
  const { language, speak } = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return (
    <Group gap="xs" wrap="nowrap">
      <NativeSelect
        aria-label={app.languages}
        size="xs"
        value={language}
        onChange={(event) => speak(event.currentTarget.value as Language)}
        data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
      />
      <Button
        size="xs"
        px={8}
        variant="default"
        aria-label={scheme === 'dark' ? app.light : app.dark}
        title={scheme === 'dark' ? app.light : app.dark}
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
      >
        {scheme === 'dark' ? '☀' : '☾'}
      </Button>
    </Group>
  );
}

function Footer() {
  const { app } = useTexts();
  const format = useFormat();
  const asOf = useAsOf();
  const connected = useLive();
  return (
    <footer className={classes.footer}>
      <Container size="xl">
        <Group justify="space-between" gap="sm">
          <Group gap="sm">
            <span data-testid="live">
              <Tag tone={connected ? 'good' : 'quiet'}>{connected ? app.live : app.notLive}</Tag>
            </span>
            {asOf !== undefined && (
              <Text size="sm" data-testid="as-of">
                {app.asOf(format.number(asOf.block), format.time(asOf.blockTime))}
              </Text>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {app.readOnly}
          </Text>
          <Anchor href="/docs" size="sm">
            {app.api}
          </Anchor>
        </Group>
      </Container>
    </footer>
  );
}
