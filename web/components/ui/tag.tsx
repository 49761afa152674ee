import type { ReactNode } from 'react';
import classes from './tag.module.css';

/** A short word about a state: a dot says how good it is, the word says what it is. */
export function Tag({ children, tone = 'quiet' }: { children: ReactNode; tone?: 'good' | 'bad' | 'quiet' }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}
