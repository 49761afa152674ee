import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useTexts } from '../../texts/language.js';

/** The language of a name, by its letters: it decides how a shared character is drawn and how it is read aloud. */
function languageOf(text: string): string | undefined {
  if (/[\uac00-\ud7af]/.test(text)) return 'ko';
  if (/[\u3040-\u30ff\u4e00-\u9fff]/.test(text)) return 'ja';
  return undefined;
}

/** A name as its register has it. */
export function LegalName({ children }: { children: string }) {
  return <span lang={languageOf(children)}>{children}</span>;
}

/** A link within these pages. */
export function To({ children, href }: { href: string; children: ReactNode }) {
  return (
    <Anchor component={Link} href={href} inherit>
      {children}
    </Anchor>
  );
}

/** A member by its legal name. */
export function MemberLink({ member }: { member: { id: number; legalName: string } }) {
  return (
    <To href={`/members/${member.id}`}>
      <LegalName>{member.legalName}</LegalName>
    </To>
  );
}

/** A dataset by its title, or by its number while it has none. */
export function DatasetLink({ id, title }: { id: number; title: string | undefined }) {
  const { common } = useTexts();
  return <To href={`/datasets/${id}`}>{title ?? common.dataset(id)}</To>;
}
